/** What the engine tells of a container's use of its machine. */
export interface Stats {
  readonly cpuSeconds: number;
  /** Without the pages that the kernel would give up at once. */
  readonly memoryBytes: number;
  /** The whole machine's memory, if the container has no limit. */
  readonly memoryLimitBytes: number;
}

interface Answer {
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: {
    readonly usage?: number;
    readonly limit?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
}

/**
 * Reads the engine's answer, which has other names under cgroup v1 than under v2. A container that
 * has just stopped has no figures.
 */
export function readStats(answer: unknown): Stats | undefined {
  const { cpu_stats: cpu, memory_stats: memory } = answer as Answer;
  const { usage, limit, stats = {} } = memory ?? {};
  if (usage === undefined || limit === undefined) return undefined;
  const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return {
    cpuSeconds: (cpu?.cpu_usage?.total_usage ?? 0) / 1e9,
    memoryBytes: cache < usage ? usage - cache : usage,
    memoryLimitBytes: limit,
  };
}
