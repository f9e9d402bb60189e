import { Failure } from "./client.ts";
import type { Clock } from "./clock.ts";
import type { Sample } from "./sample.ts";

/** Records the outcome and latency of each request. */
export class Recorder {
  readonly samples: Sample[] = [];
  readonly unsent = new Map<string, number>();
  sent = 0;
  failed = 0;

  private readonly inFlight = new Set<Promise<unknown>>();

  /** @param kinds the declared kinds: any other one is an error of the application's load */
  constructor(
    private readonly clock: Clock,
    private readonly kinds: readonly string[],
  ) {}

  /**
   * Does one request, and records its latency from its planned time, so that the wait for the step
   * before counts (no coordinated omission). Returns undefined if it failed.
   */
  async record<T>(kind: string, plannedAt: number, work: () => Promise<T>): Promise<T | undefined> {
    this.check(kind);
    this.sent += 1;
    let failure: string | undefined;
    const response = work().catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      failure = error.message;
      return undefined;
    });
    this.inFlight.add(response);
    try {
      return await response;
    } finally {
      this.inFlight.delete(response);
      if (failure) this.failed += 1;
      const milliseconds = this.clock.now() - plannedAt;
      this.samples.push({ kind, plannedAt, milliseconds, ...(failure ? { failure } : {}) });
    }
  }

  /** Records requests that cannot be sent, because one that they depend on has failed. */
  skip(kind: string, count = 1): void {
    this.check(kind);
    this.unsent.set(kind, (this.unsent.get(kind) ?? 0) + count);
  }

  /** Waits for the requests in flight. */
  async settled(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.allSettled(this.inFlight);
  }

  private check(kind: string): void {
    if (this.kinds.includes(kind)) return;
    throw new Error(`the load sends requests of the kind "${kind}": name it in its \`kinds\``);
  }
}
