import type { Unit } from "../../model/state.ts";

/** A chart of a server: one query for each line, or one query with a line for each label value. */
export interface ChartQueries {
  readonly title: string;
  readonly unit: Unit;
  readonly lines?: Readonly<Record<string, string>>;
  readonly by?: { readonly label: string; readonly query: string };
}

/** PromQL matchers that select a server's series. */
export interface Selection {
  /** For metrics of the collector or the server itself: `server="app-1"`. */
  readonly server: string;
  /** For metrics of the server's exporter: `instance=~"…"`. */
  readonly instance: string;
  /** The range of a rate: `50s`. */
  readonly window: string;
  /** Selects one of the server's containers. @default - all of them */
  readonly container?: string;
}

/** The charts that every server has. */
export function commonCharts({ server, container, window }: Selection): ChartQueries[] {
  const series = (metric: string) =>
    container ? `container_${metric}{${container}}` : `server_${metric}{${server}}`;
  return [
    {
      title: "CPU, share of its limit",
      unit: "percent",
      lines: {
        used: `sum(rate(${series("cpu_seconds_total")}[${window}])) / max(${series("cpu_limit_cores")})`,
      },
    },
    {
      title: "Memory",
      unit: "bytes",
      lines: {
        used: `max(${series("memory_bytes")})`,
        limit: `max(${series("memory_limit_bytes")})`,
      },
    },
  ];
}

/** The charts of a server with an access log. */
function requestCharts({ server, window }: Selection): ChartQueries[] {
  const buckets = `server_request_duration_seconds_bucket{${server}}`;
  const quantile = (share: number) =>
    `histogram_quantile(${share}, sum by (le) (rate(${buckets}[${window}])))`;
  const requests = (code: string) =>
    `sum(rate(server_requests_total{${server}, code=~"${code}"}[${window}]))`;
  return [
    {
      title: "Requests",
      unit: "per second",
      lines: { answered: requests("[234]xx"), failed: requests("5xx") },
    },
    {
      title: "Request duration",
      unit: "seconds",
      lines: { p50: quantile(0.5), p95: quantile(0.95) },
    },
  ];
}

/** Roles whose servers write an access log. */
const rolesWithAccessLog = new Set([
  "public-address",
  "cdn",
  "load-balancer",
  "web",
  "app",
  "file-server",
  "payment-provider",
]);

/** The charts that are specific to a role. */
export function roleCharts(role: string, selection: Selection): readonly ChartQueries[] {
  const charts = chartsByRole[role]?.(selection) ?? [];
  return rolesWithAccessLog.has(role) ? [...requestCharts(selection), ...charts] : charts;
}

const by = (title: string, unit: Unit, label: string, query: string): ChartQueries => ({
  title,
  unit,
  by: { label, query },
});

const lines = (title: string, unit: Unit, queries: Record<string, string>): ChartQueries => ({
  title,
  unit,
  lines: queries,
});

const outgoing = ({ server, window }: Selection) => [
  by(
    "Outgoing request duration, p95",
    "seconds",
    "to",
    `histogram_quantile(0.95, sum by (to, le) (rate(outgoing_request_duration_seconds_bucket{${server}}[${window}])))`,
  ),
  by("Database connections", "count", "state", `sum by (state) (database_connections{${server}})`),
];

const proxy = ({ instance }: Selection) => [
  by(
    "Sessions",
    "count",
    "proxy",
    `sum by (proxy) (haproxy_frontend_current_sessions{${instance}})`,
  ),
  by(
    "Active backend servers",
    "count",
    "proxy",
    `sum by (proxy) (haproxy_backend_active_servers{${instance}})`,
  ),
];

const nginx = ({ instance }: Selection) => [
  lines("Connections", "count", { active: `max(nginx_connections_active{${instance}})` }),
];

/** Patroni's metrics carry the server's name in the label `name`. */
const memberOf = (server: string) => server.replace("server=", "name=");

const chartsByRole: Record<string, (selection: Selection) => ChartQueries[]> = {
  app: (selection) => [
    ...outgoing(selection),
    by(
      "Cache lookups",
      "per second",
      "result",
      `sum by (result) (rate(cache_lookups_total{${selection.server}}[${selection.window}]))`,
    ),
  ],
  worker: (selection) => [
    by(
      "Messages",
      "per second",
      "outcome",
      `sum by (outcome) (rate(messages_total{${selection.server}}[${selection.window}]))`,
    ),
    ...outgoing(selection),
  ],
  cache: ({ window }) => [
    lines("Lookups", "per second", {
      hits: `sum(rate(redis_keyspace_hits_total{job="cache"}[${window}]))`,
      misses: `sum(rate(redis_keyspace_misses_total{job="cache"}[${window}]))`,
    }),
    lines("Cache memory", "bytes", {
      used: 'sum(redis_memory_used_bytes{job="cache"})',
      limit: 'sum(redis_memory_max_bytes{job="cache"})',
    }),
  ],
  database: ({ server, instance, window }) => [
    by(
      "Sessions",
      "count",
      "state",
      `sum by (state) (pg_stat_activity_count{${instance}, datname="shop"})`,
    ),
    lines("Transactions", "per second", {
      committed: `sum(rate(pg_stat_database_xact_commit{${instance}, datname="shop"}[${window}]))`,
      "rolled back": `sum(rate(pg_stat_database_xact_rollback{${instance}, datname="shop"}[${window}]))`,
    }),
    lines("Replication lag", "bytes", {
      lag: `max(member:replication_lag:bytes{${memberOf(server)}}) or max(patroni_primary{${memberOf(server)}}) * 0`,
    }),
  ],
  "database-proxy": proxy,
  "load-balancer": proxy,
  "public-address": proxy,
  etcd: ({ instance, window }) => [
    lines("gRPC calls", "per second", {
      calls: `sum(rate(grpc_server_handled_total{${instance}}[${window}]))`,
    }),
    lines("Store size", "bytes", {
      size: `max(etcd_mvcc_db_total_size_in_bytes{${instance}})`,
    }),
  ],
  queue: () => [
    by(
      "Waiting messages",
      "count",
      "queue",
      "sum by (queue) (rabbitmq_detailed_queue_messages_ready)",
    ),
    by("Consumers", "count", "queue", "sum by (queue) (rabbitmq_detailed_queue_consumers)"),
  ],
  web: nginx,
  "file-server": nginx,
  cdn: ({ instance, window }) => [
    lines("Cache hits and misses", "per second", {
      hits: `sum(rate(varnish_main_cache_hit{${instance}}[${window}]))`,
      misses: `sum(rate(varnish_main_cache_miss{${instance}}[${window}]))`,
    }),
  ],
  collector: () => [
    lines("Log lines waiting", "count", { waiting: "sum(log_waiting_lines)" }),
    lines("Log lines delivered", "per second", { delivered: "sum(rate(log_delivered_total[1m]))" }),
  ],
  logs: () => [lines("Log store size", "bytes", { size: "sum(log_store_bytes)" })],
  prometheus: () => [
    lines("Series", "count", { series: 'sum(prometheus_tsdb_head_series{job="prometheus"})' }),
  ],
};
