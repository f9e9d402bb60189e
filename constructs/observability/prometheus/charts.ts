import type { Charts } from "../../../architecture/charts.ts";

export const charts: Partial<Charts> = {
  roles: {
    prometheus: [
      {
        title: "Series",
        unit: "count",
        lines: { series: 'sum(prometheus_tsdb_head_series{job="prometheus"})' },
      },
    ],
  },
};
