/**
 * A terminal sends Ctrl-C to every process of its group, and npm forwards it once more:
 * signals within this time count as one interruption.
 */
const sameKeystrokeMs = 300;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export class Interruption {
  private readonly aborter = new AbortController();
  private handler: ((count: number) => void) | undefined;
  private count = 0;
  private last = 0;

  /** Aborted by an interruption that has no handler; ends the child processes that use it. */
  readonly signal = this.aborter.signal;

  listen(): void {
    for (const signal of signals) process.on(signal, this.interrupt);
  }

  ignore(): void {
    for (const signal of signals) process.off(signal, this.interrupt);
  }

  /** Runs work, and calls `onInterrupt` with the number of each interruption, from 1. */
  async handledBy<T>(onInterrupt: (count: number) => void, work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    this.count = 0;
    this.handler = onInterrupt;
    try {
      return await work();
    } finally {
      this.handler = undefined;
    }
  }

  private readonly interrupt = (): void => {
    const now = Date.now();
    const repeated = now - this.last < sameKeystrokeMs;
    this.last = now;
    if (repeated) return;
    this.count += 1;
    if (this.handler) this.handler(this.count);
    else this.aborter.abort();
  };
}

/** The interruption of this process. */
export const interruption = new Interruption();
