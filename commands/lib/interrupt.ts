const aborter = new AbortController();
let handler: ((count: number) => void) | undefined;
let count = 0;
let last = 0;

/**
 * A terminal sends Ctrl-C to every process of its group, and npm forwards it once more:
 * signals within this time count as one interruption.
 */
const sameKeystrokeMs = 300;

function interrupt(): void {
  const now = Date.now();
  const repeated = now - last < sameKeystrokeMs;
  last = now;
  if (repeated) return;
  count += 1;
  if (handler) handler(count);
  else aborter.abort();
}

export const interruption = {
  /** Aborted by an interruption that has no handler; ends the child processes that use it. */
  signal: aborter.signal,

  listen(): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  },

  ignore(): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, interrupt);
  },

  /** Runs work, and calls `onInterrupt` with the number of each interruption, from 1. */
  async handledBy<T>(onInterrupt: (count: number) => void, work: () => Promise<T>): Promise<T> {
    aborter.signal.throwIfAborted();
    count = 0;
    handler = onInterrupt;
    try {
      return await work();
    } finally {
      handler = undefined;
    }
  },
};
