import type { Task } from "../task.ts";
import { databaseUnavailable, type Outage } from "./outage.ts";
import { type ConnectionCounts, ConnectionPool, type PoolOptions, type Query } from "./pool.ts";
import type { Target } from "./target.ts";

/** A database server in use: its connection pool, and the attempts that fail with the server. */
export class ConnectedServer {
  readonly target: Target;
  private readonly pool: ConnectionPool;
  private readonly attempts = new Set<(reason: Outage) => void>();

  constructor(options: PoolOptions) {
    this.target = options.target;
    this.pool = new ConnectionPool(options);
  }

  get connections(): ConnectionCounts {
    return this.pool.connections;
  }

  /** Settles with the work, at the deadline, or when the server fails, whichever is first. */
  attempt<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    const { deadline, span } = task;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(databaseUnavailable()), deadline - performance.now());
      this.attempts.add(reject);
      this.pool
        .use(async (query) => {
          if (performance.now() > deadline) throw databaseUnavailable();
          return work(query);
        }, span)
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(timer);
          this.attempts.delete(reject);
        });
    });
  }

  /** Drops all connections and fails all attempts, so that they can be retried at once. */
  drop(reason: Outage): void {
    this.pool.destroy();
    for (const fail of this.attempts) fail(reason);
  }
}
