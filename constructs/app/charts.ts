import type { ChartQueries } from "../../architecture/charts.ts";
import { requestCharts } from "../server/charts.ts";

const outgoing: readonly ChartQueries[] = [
  {
    title: "Outgoing requests, p95",
    unit: "seconds",
    by: {
      label: "to",
      query:
        'histogram_quantile(0.95, sum by (to, le) (rate(outgoing_request_duration_seconds_bucket{server="$server"}[$window])))',
    },
  },
  {
    title: "Database connections",
    unit: "count",
    by: { label: "state", query: 'sum by (state) (database_connections{server="$server"})' },
  },
];

/** Of the application's own servers: those that need its metrics are empty without them. */
export const appCharts: readonly ChartQueries[] = [
  ...requestCharts,
  ...outgoing,
  {
    title: "Cache lookups",
    unit: "per second",
    by: {
      label: "result",
      query: 'sum by (result) (rate(cache_lookups_total{server="$server"}[$window]))',
    },
  },
];

/** Of workers, whatever they consume. */
export const workerCharts: readonly ChartQueries[] = [
  {
    title: "Messages",
    unit: "per second",
    by: {
      label: "outcome",
      query: 'sum by (outcome) (rate(messages_total{server="$server"}[$window]))',
    },
  },
  ...outgoing,
];
