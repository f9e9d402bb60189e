import type { Log } from "../../../programs/log.ts";

const INTERVAL_MS = 60_000;

/** A rate-limited log of a recurring failure and its recovery: each at most once a minute. */
export class ThrottledLog {
  private loggedAt = Number.NEGATIVE_INFINITY;
  private isFailing = false;

  constructor(
    private readonly log: Pick<Log, "write">,
    private readonly messages: { readonly failed: string; readonly recovered: string },
  ) {}

  fail(reason: string): void {
    const now = performance.now();
    if (now - this.loggedAt < INTERVAL_MS) return;
    this.log.write({ message: this.messages.failed, reason });
    this.loggedAt = now;
    this.isFailing = true;
  }

  recover(): void {
    if (this.isFailing) this.log.write({ message: this.messages.recovered });
    this.isFailing = false;
  }
}
