/** The CPU and memory usage of a container. */
export interface Stats {
  readonly cpuSeconds: number;
  /** Without the page cache, which the kernel can reclaim. */
  readonly memoryBytes: number;
  /** The memory of the Docker host if the container has no limit. */
  readonly memoryLimitBytes: number;
}

/** Statistics in the Docker API. */
interface Answer {
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: {
    readonly usage?: number;
    readonly limit?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
}

/**
 * Parses statistics of the Docker API, whose field names differ between cgroup v1 and v2. Returns undefined
 * for a container that has just stopped.
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
