import type { ChartQueries, Charts } from "../../architecture/charts.ts";

/** What the collector reads of the Docker API. */
function usage(metric: string, selector: string): ChartQueries[] {
  return [
    {
      title: "CPU, of its limit",
      unit: "percent",
      lines: {
        used: `sum(rate(${metric}_cpu_seconds_total{${selector}}[$window])) / max(${metric}_cpu_limit_cores{${selector}})`,
      },
    },
    {
      title: "Memory",
      unit: "bytes",
      lines: {
        used: `max(${metric}_memory_bytes{${selector}})`,
        limit: `max(${metric}_memory_limit_bytes{${selector}})`,
      },
    },
  ];
}

export const charts: Partial<Charts> = {
  every: usage("server", 'server="$server"'),
  leaving: usage("container", 'container="$container"'),
};

const requests = (code: string) =>
  `sum(rate(server_requests_total{server="$server", code=~"${code}"}[$window]))`;

const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (rate(server_request_duration_seconds_bucket{server="$server"}[$window])))`;

/** Of a server that writes a line for each request. */
export const requestCharts: readonly ChartQueries[] = [
  {
    title: "Requests",
    unit: "per second",
    lines: { answered: requests("[234]xx"), failed: requests("5xx") },
  },
  {
    title: "Duration of requests",
    unit: "seconds",
    lines: { p50: quantile(0.5), p95: quantile(0.95) },
  },
];
