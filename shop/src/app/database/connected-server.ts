import type { Task } from "../task.ts";
import { databaseAway, type Outage } from "./outage.ts";
import { type ConnectionCounts, ConnectionPool, type PoolOptions, type Query } from "./pool.ts";

/** A server in use: its connections, and the attempts to tell when it is lost. */
export class ConnectedServer {
  private readonly pool: ConnectionPool;
  private readonly attempts = new Set<(reason: Outage) => void>();

  constructor(options: PoolOptions) {
    this.pool = new ConnectionPool(options);
  }

  get connections(): ConnectionCounts {
    return this.pool.connections;
  }

  /** Ends with the work, the deadline or the loss of the server, whichever is first. */
  attempt<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    const { deadline, step } = task;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(databaseAway()), deadline - performance.now());
      this.attempts.add(reject);
      this.pool
        .use(async (query) => {
          if (performance.now() > deadline) throw databaseAway();
          return work(query);
        }, step)
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(timer);
          this.attempts.delete(reject);
        });
    });
  }

  /** Drops all connections and fails all attempts, so that they can go on elsewhere at once. */
  drop(reason: Outage): void {
    this.pool.destroy();
    for (const fail of this.attempts) fail(reason);
  }
}
