import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { steadyNow } from "../../lib/steady-clock.ts";

/** Waits for planned times, and records its delays, which only the load generator causes. */
export class Clock {
  /** The delay of each wait, in milliseconds. */
  readonly lateness: number[] = [];

  private readonly stopper = new AbortController();

  constructor() {
    // all visitors listen
    setMaxListeners(0, this.stopper.signal);
  }

  get isStopped(): boolean {
    return this.stopper.signal.aborted;
  }

  /** Ends all waiting. */
  stop(): void {
    this.stopper.abort();
  }

  /** Milliseconds since 1970 at the start, then by the monotonic clock. */
  now(): number {
    return steadyNow();
  }

  /**
   * Waits until a time; returns at once if it has passed.
   * @returns false if the clock was stopped
   */
  async until(time: number): Promise<boolean> {
    if (this.now() < time) {
      await this.sleepUntil(time);
      if (!this.isStopped) this.lateness.push(this.now() - time);
    }
    return !this.isStopped;
  }

  private async sleepUntil(time: number): Promise<void> {
    // a timer may fire a fraction of a millisecond early
    for (let left = time - this.now(); left > 0 && !this.isStopped; left = time - this.now()) {
      await sleep(Math.ceil(left), undefined, this.stopper).catch(() => {});
    }
  }
}
