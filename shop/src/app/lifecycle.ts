import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "./logging.ts";

/** A request may hold this long after SIGTERM, so that with its payment it ends in time. */
const lastHoldMilliseconds = 18_000;
const exitMilliseconds = 24_800;

/** From serving over draining to the exit. */
export class Lifecycle {
  private drainedFrom?: number;

  /** @param holdMilliseconds how long a request may wait for the database */
  constructor(
    private readonly log: Log,
    private readonly holdMilliseconds = 20_000,
  ) {}

  get isDraining(): boolean {
    return this.drainedFrom !== undefined;
  }

  /** Until when (ms, by `performance.now()`) a request that arrives now may wait for the database. */
  deadline(): number {
    const deadline = performance.now() + this.holdMilliseconds;
    const last = (this.drainedFrom ?? Number.POSITIVE_INFINITY) + lastHoldMilliseconds;
    return Math.min(deadline, last);
  }

  /**
   * Says at once that it drains, serves on while load balancers notice, then
   * stops to listen, finishes what it has and exits with 0. Further signals do
   * nothing.
   * @param last done before the exit @default - nothing
   */
  async drain(
    servers: readonly Server[],
    seconds: number,
    last: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    if (this.isDraining) return;
    this.drainedFrom = performance.now();
    this.log.write({ message: `draining for ${seconds} s` });
    setTimeout(() => this.exit("requests were still in flight"), exitMilliseconds).unref();

    await sleep(seconds * 1000);
    await Promise.all(servers.map(closed));
    await last();
    this.exit("all requests were finished");
  }

  private exit(why: string): void {
    this.log.write({ message: `exiting: ${why}` });
    process.exit(0);
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
