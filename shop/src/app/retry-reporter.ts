/** Deduplicates errors of a retry loop: reports a reason once, and again when it changes. */
export class RetryReporter {
  private reason?: string;

  constructor(private readonly report: (reason: string) => void) {}

  /** Call after each failed attempt. */
  failed(reason: string): void {
    if (reason !== this.reason) this.report(reason);
    this.reason = reason;
  }

  /** Call after a successful attempt. */
  succeeded(): void {
    this.reason = undefined;
  }
}
