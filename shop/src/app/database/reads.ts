import type { Task } from "../task.ts";
import type { Gate } from "./gate.ts";
import { Outage } from "./outage.ts";
import type { Query } from "./pool.ts";

/**
 * How long the replicas may keep a read. Longer than one statement may take, so
 * that a frozen server is found out and closes its gate, instead of being left
 * by one read after another.
 */
const patienceMilliseconds = 3000;

/** Where work is done that only reads, and may see the database as it was a moment ago. */
export interface Reads {
  /** Does work on one connection by the task's deadline. */
  run<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T>;
}

/**
 * Asks the replicas once, and the primary for whatever did not succeed there:
 * for a replica's own errors, too, such as a table that it does not know yet.
 * An error of the work itself comes from the primary then. After an outage that
 * one answers which is there first: a proxy leads to another replica within a
 * second, and a new primary may take twenty.
 */
export class ReplicaReads implements Reads {
  constructor(
    private readonly replicas: Gate,
    private readonly primary: Gate,
  ) {}

  async run<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    try {
      return await this.replicas.tryOnce(
        { ...task, deadline: Math.min(task.deadline, performance.now() + patienceMilliseconds) },
        work,
      );
    } catch (error) {
      return this.primary.run(task, work, error instanceof Outage ? this.replicas : undefined);
    }
  }
}
