/** Deduplicates errors of a retry loop: reports a reason once, and again when it changes. */
export class Obstacle {
  private reason?: string;

  constructor(private readonly report: (reason: string) => void) {}

  /** Call after each failed attempt. */
  met(reason: string): void {
    if (reason !== this.reason) this.report(reason);
    this.reason = reason;
  }

  /** Call after a successful attempt. */
  gone(): void {
    this.reason = undefined;
  }
}
