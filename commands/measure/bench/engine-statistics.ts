import { getFromEngine } from "../../lib/engine/api.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { UserError } from "../../lib/user-error.ts";

/** A container's statistics, as `docker stats` reads them: the fields that are used here. */
export interface Statistics {
  readonly read: string;
  readonly cpu_stats: {
    /** CPU time in nanoseconds. */
    readonly cpu_usage: { readonly total_usage: number };
    /** Periods in which CPU time was limited, and those in which the limit was reached. */
    readonly throttling_data?: { readonly periods: number; readonly throttled_periods: number };
  };
  readonly memory_stats: {
    readonly usage: number;
    readonly stats: { readonly inactive_file?: number; readonly total_inactive_file?: number };
  };
}

/** The used memory without reclaimable page cache, in MiB, as the sum in `docker stats`. */
export function memoryMiB(all: readonly Statistics[]): number {
  const bytes = all.map(({ memory_stats: { usage, stats } }) => {
    // cgroup v1 has the first one, v2 the second
    const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
    return cache < usage ? usage - cache : usage;
  });
  return bytes.reduce((sum, each) => sum + each, 0) / 2 ** 20;
}

/** Returns the busy cores between two readings of the same containers. */
export function busyCores(before: readonly Statistics[], after: readonly Statistics[]): number {
  const cores = before.map((start, i) => {
    const end = after[i];
    if (!end) throw new Error("the second reading has fewer containers");
    const nanoseconds = (Date.parse(end.read) - Date.parse(start.read)) * 1e6;
    const used = end.cpu_stats.cpu_usage.total_usage - start.cpu_stats.cpu_usage.total_usage;
    return used / nanoseconds;
  });
  return cores.reduce((sum, each) => sum + each, 0);
}

/** Reads the engine's current statistics of containers. */
export async function readStatistics(
  engine: Pick<Engine, "address" | "api">,
  containers: readonly string[],
): Promise<Statistics[]> {
  try {
    return await Promise.all(
      containers.map(async (id) => {
        const path = `/containers/${id}/stats?stream=false&one-shot=true`;
        return JSON.parse(await getFromEngine(engine, path)) as Statistics;
      }),
    );
  } catch (error) {
    throw new UserError(
      `the Docker engine at ${engine.address} returned no statistics (${(error as Error).message}): try again`,
    );
  }
}
