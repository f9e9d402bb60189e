import type { Charts } from "../../architecture/charts.ts";

export const charts: Partial<Charts> = {
  roles: {
    cache: [
      {
        title: "Lookups",
        unit: "per second",
        lines: {
          hits: 'sum(rate(redis_keyspace_hits_total{job="cache"}[$window]))',
          misses: 'sum(rate(redis_keyspace_misses_total{job="cache"}[$window]))',
        },
      },
      {
        title: "Memory for cached values",
        unit: "bytes",
        lines: {
          used: 'sum(redis_memory_used_bytes{job="cache"})',
          limit: 'sum(redis_memory_max_bytes{job="cache"})',
        },
      },
    ],
  },
};
