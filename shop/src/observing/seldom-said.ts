import type { Log } from "../../../programs/log.ts";

const pauseMilliseconds = 60_000;

/** Tells in the log what is in the way, and that it is gone: each at most once a minute. */
export class SeldomSaid {
  private saidAt = Number.NEGATIVE_INFINITY;
  private isSaid = false;

  constructor(
    private readonly log: Pick<Log, "write">,
    private readonly messages: { readonly obstacle: string; readonly gone: string },
  ) {}

  met(reason: string): void {
    const now = performance.now();
    if (now - this.saidAt < pauseMilliseconds) return;
    this.log.write({ message: this.messages.obstacle, reason });
    this.saidAt = now;
    this.isSaid = true;
  }

  gone(): void {
    if (this.isSaid) this.log.write({ message: this.messages.gone });
    this.isSaid = false;
  }
}
