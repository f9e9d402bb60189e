import type { Charts } from "../../architecture/charts.ts";
import { requestCharts } from "../server/charts.ts";

export const charts: Partial<Charts> = {
  roles: {
    cdn: [
      ...requestCharts,
      {
        title: "Answers from its cache",
        unit: "per second",
        lines: {
          hits: 'sum(rate(varnish_main_cache_hit{instance=~"$instance"}[$window]))',
          misses: 'sum(rate(varnish_main_cache_miss{instance=~"$instance"}[$window]))',
        },
      },
    ],
  },
};
