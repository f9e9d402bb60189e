import type { Task } from "../task.ts";
import type { Gate } from "./gate.ts";
import { Outage } from "./outage.ts";
import type { Query } from "./pool.ts";

/**
 * Timeout of a read on the replicas. Longer than that of a statement, so that a frozen server is
 * detected and closes its gate, instead of delaying one read after another.
 */
const REPLICA_TIMEOUT_MS = 3000;

/** Runs read-only work, which may see a slightly stale database. */
export interface Reads {
  /** Does work on one connection, until the task's deadline. */
  run<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T>;
}

/**
 * Tries the replicas once, and falls back to the primary on any error, even one that only a lagging
 * replica has, such as a missing table. After an outage it uses whichever is available first: a
 * proxy fails over to another replica within a second, a new primary may take twenty.
 */
export class ReplicaReads implements Reads {
  constructor(
    private readonly replicas: Gate,
    private readonly primary: Gate,
  ) {}

  async run<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    try {
      return await this.replicas.tryOnce(
        { ...task, deadline: Math.min(task.deadline, performance.now() + REPLICA_TIMEOUT_MS) },
        work,
      );
    } catch (error) {
      return this.primary.run(task, work, error instanceof Outage ? this.replicas : undefined);
    }
  }
}
