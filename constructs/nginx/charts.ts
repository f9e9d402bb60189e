import type { ChartQueries } from "../../architecture/charts.ts";

/** Of a server that is nginx. */
export const nginxCharts: readonly ChartQueries[] = [
  {
    title: "Connections",
    unit: "count",
    lines: { active: 'max(nginx_connections_active{instance=~"$instance"})' },
  },
];
