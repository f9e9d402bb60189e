import type { Query } from "../database/pool.ts";
import type { Reads } from "../database/reads.ts";
import type { Task } from "../task.ts";

/** Nobody could be asked who has all changes that were told. */
export class Behind extends Error {}

/**
 * Reads of servers that have every change that was told before: what a replica that lags behind
 * says may be shown, but must not be kept.
 */
export class CurrentReads implements Reads {
  constructor(
    private readonly reads: Reads,
    private readonly changes: { readonly position?: string },
  ) {}

  async run<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    const { position } = this.changes;
    if (position === undefined) throw new Behind("changes are not told");

    return this.reads.run(task, async (query) => {
      const [row] = await query<{ current: boolean }>(
        "SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= $1::pg_lsn AS current",
        [position],
      );
      if (row?.current === false) throw new Behind(`a server has not replayed ${position} yet`);
      return work(query);
    });
  }
}
