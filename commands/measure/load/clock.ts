import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { steadyNow } from "../../lib/steady-clock.ts";

/** Waits for planned times, and notes how late it was: nothing but this program can be the reason. */
export class Clock {
  /** In milliseconds, one for each time that was waited for. */
  readonly lateness: number[] = [];

  private readonly stopper = new AbortController();

  constructor() {
    // Every visitor waits for it.
    setMaxListeners(0, this.stopper.signal);
  }

  get isStopped(): boolean {
    return this.stopper.signal.aborted;
  }

  /** Ends all waiting. */
  stop(): void {
    this.stopper.abort();
  }

  /** Milliseconds since 1970, whatever becomes of the machine's clock. */
  now(): number {
    return steadyNow();
  }

  /**
   * Waits until a time; ends at once where it is past already.
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
    // A timer may end a part of a millisecond early.
    for (let left = time - this.now(); left > 0 && !this.isStopped; left = time - this.now()) {
      await sleep(Math.ceil(left), undefined, this.stopper).catch(() => {});
    }
  }
}
