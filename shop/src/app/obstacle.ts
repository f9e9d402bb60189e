/** Tells what is in the way once, however often it is met, and again once it is another thing. */
export class Obstacle {
  private reason?: string;

  constructor(private readonly tell: (reason: string) => void) {}

  met(reason: string): void {
    if (reason !== this.reason) this.tell(reason);
    this.reason = reason;
  }

  gone(): void {
    this.reason = undefined;
  }
}
