import { DEAD_LETTER_SUFFIX } from "../../../../architecture/dead-letters.ts";
import { rateWindow } from "../rate-window.ts";

const perServer = (metric: string, window = rateWindow("fast")) =>
  `sum by (server) (rate(${metric}[${window}]))`;

/** Queries for the metrics of all servers, by name. The label `server` names the server. */
export const commonQueries = {
  up: "max by (server) (server_up)",
  // The collector reads CPU time from the engine only every 15 s.
  cpu: perServer("server_cpu_seconds_total", rateWindow("normal")),
  cpuLimit: "max by (server) (server_cpu_limit_cores)",
  memory: "max by (server) (server_memory_bytes)",
  memoryLimit: "max by (server) (server_memory_limit_bytes)",
  requests: perServer("server_requests_total"),
  errors: perServer('server_requests_total{code="5xx"}'),
  p95: `histogram_quantile(0.95, sum by (server, le) (rate(server_request_duration_seconds_bucket[${rateWindow("fast")}])))`,
};

/** The same for containers, of which a server may have two. The label `container` names it. */
export const containerQueries = {
  cpu: `sum by (container) (rate(container_cpu_seconds_total[${rateWindow("fast")}]))`,
  cpuLimit: "max by (container) (container_cpu_limit_cores)",
  memory: "max by (container) (container_memory_bytes)",
  memoryLimit: "max by (container) (container_memory_limit_bytes)",
};

/**
 * Queries for metrics that only some roles have, by the metric's name. A series belongs to the
 * server in its label `server` or `name`, to the one with the address in `instance`, or else to all
 * servers of the role in `roleOfMetric`.
 */
export const roleQueries = {
  primary: "max by (name) (patroni_primary)",
  leader: 'max by (instance) (etcd_server_is_leader{job="etcd"})',
  sessions: 'sum by (instance) (haproxy_frontend_current_sessions{job="database-proxy"})',
  messages: perServer("messages_total", rateWindow("normal")),
  waiting: `sum(rabbitmq_detailed_queue_messages_ready{queue!~".+${DEAD_LETTER_SUFFIX.replace(".", "[.]")}"})`,
  hitShare: `sum(rate(cache_lookups_total{result="hit"}[1m])) / sum(rate(cache_lookups_total[1m]))`,
};

/** The role that a metric without a server belongs to. */
export const roleOfMetric: Readonly<Record<string, string>> = {
  waiting: "queue",
  hitShare: "cache",
};

/** Queries for the servers' addresses, and for whether the log store is up. */
export const contextQueries = {
  address: "max by (server, address) (server_address_info)",
  logs: 'max(up{job="logs"})',
};
