import type { ChartQueries } from "../../architecture/charts.ts";

/** Of a server that is HAProxy. */
export const proxyCharts: readonly ChartQueries[] = [
  {
    title: "Sessions",
    unit: "count",
    by: {
      label: "proxy",
      query: 'sum by (proxy) (haproxy_frontend_current_sessions{instance=~"$instance"})',
    },
  },
  {
    title: "Servers in use",
    unit: "count",
    by: {
      label: "proxy",
      query: 'sum by (proxy) (haproxy_backend_active_servers{instance=~"$instance"})',
    },
  },
];
