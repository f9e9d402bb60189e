import type { Query } from "../database/pool.ts";
import type { Reads } from "../database/reads.ts";
import type { Task } from "../task.ts";

/** The server that was read from has not replayed every notified change. */
export class StaleRead extends Error {}

/**
 * Reads only from servers that have replayed every change that was notified before. A stale read of
 * a lagging replica may be shown, but must not be cached.
 */
export class CurrentReads implements Reads {
  constructor(
    private readonly reads: Reads,
    private readonly changes: { readonly position?: string },
  ) {}

  async run<T>(task: Task, work: (query: Query) => Promise<T>): Promise<T> {
    const { position } = this.changes;
    if (position === undefined) throw new StaleRead("not listening for changes");

    return this.reads.run(task, async (query) => {
      const [row] = await query<{ current: boolean }>(
        "SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= $1::pg_lsn AS current",
        [position],
      );
      if (row?.current === false) throw new StaleRead(`a server has not replayed ${position} yet`);
      return work(query);
    });
  }
}
