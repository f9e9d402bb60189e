import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../../programs/log.ts";

/** How long after SIGTERM a request may wait for the database, and still complete its payment. */
const DRAIN_HOLD_MS = 18_000;
const EXIT_TIMEOUT_MS = 24_800;

/** The process's lifecycle: serving, draining, exit. */
export class Lifecycle {
  private drainStartedAt?: number;

  /**
   * @param holdMs how long a request may wait for the database: longer than a failover (24 s), and
   * shorter than web servers and clients wait for a response (30 s)
   */
  constructor(
    private readonly log: Log,
    private readonly holdMs = 27_000,
  ) {}

  get isDraining(): boolean {
    return this.drainStartedAt !== undefined;
  }

  /** Deadline (`Task.deadline`) of a request that arrives now. */
  deadline(): number {
    const deadline = performance.now() + this.holdMs;
    const last = (this.drainStartedAt ?? Number.POSITIVE_INFINITY) + DRAIN_HOLD_MS;
    return Math.min(deadline, last);
  }

  /**
   * Graceful shutdown: reports at once that it is draining, keeps serving while load balancers take
   * it out of rotation, stops listening, finishes the requests in flight, and exits with 0. A
   * second call does nothing.
   * @param beforeExit runs last @default - nothing
   */
  async drain(
    servers: readonly Server[],
    seconds: number,
    beforeExit: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    if (this.isDraining) return;
    this.drainStartedAt = performance.now();
    this.log.write({ message: `draining for ${seconds} s` });
    setTimeout(() => this.exit("requests were still in flight"), EXIT_TIMEOUT_MS).unref();

    await sleep(seconds * 1000);
    await Promise.all(servers.map(closed));
    await beforeExit();
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
