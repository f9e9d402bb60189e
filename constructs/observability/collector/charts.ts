import type { Charts } from "../../../architecture/charts.ts";

export const charts: Partial<Charts> = {
  roles: {
    collector: [
      { title: "Lines waiting", unit: "count", lines: { waiting: "sum(log_waiting_lines)" } },
      {
        title: "Lines delivered",
        unit: "per second",
        lines: { delivered: "sum(rate(log_delivered_total[1m]))" },
      },
    ],
  },
};
