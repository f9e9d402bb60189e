import { Failure } from "./client.ts";
import type { Clock } from "./clock.ts";
import type { Sample } from "./sample.ts";

/** Sends requests at their times and keeps how each ended. */
export class Recorder {
  readonly samples: Sample[] = [];
  readonly unsent = new Map<string, number>();
  sent = 0;
  failed = 0;

  private readonly underWay = new Set<Promise<unknown>>();

  /** @param kinds all that there are: any other one is a mistake in the application's load */
  constructor(
    private readonly clock: Clock,
    private readonly kinds: readonly string[],
  ) {}

  /**
   * Does one request, whose time counts from when it was planned: who had to wait for the step
   * before has waited for this one, too. Gives undefined where it failed.
   */
  async record<T>(kind: string, plannedAt: number, work: () => Promise<T>): Promise<T | undefined> {
    this.check(kind);
    this.sent += 1;
    let failure: string | undefined;
    const asked = work().catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      failure = error.message;
      return undefined;
    });
    this.underWay.add(asked);
    try {
      return await asked;
    } finally {
      this.underWay.delete(asked);
      if (failure) this.failed += 1;
      const milliseconds = this.clock.now() - plannedAt;
      this.samples.push({ kind, plannedAt, milliseconds, ...(failure ? { failure } : {}) });
    }
  }

  /** Notes requests that can't be sent, as what they build on has failed. */
  skip(kind: string, count = 1): void {
    this.check(kind);
    this.unsent.set(kind, (this.unsent.get(kind) ?? 0) + count);
  }

  /** Ends when no request is under way. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }
  private check(kind: string): void {
    if (this.kinds.includes(kind)) return;
    throw new Error(`the load sends requests of the kind "${kind}": name it in its \`kinds\``);
  }
}
