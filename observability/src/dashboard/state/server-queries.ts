import { rateWindow } from "../rate-window.ts";

const perServer = (metric: string, window = rateWindow("prompt")) =>
  `sum by (server) (rate(${metric}[${window}]))`;

/** Figures that every server has, by name. The label `server` tells whose they are. */
export const commonQueries = {
  up: "max by (server) (server_up)",
  // The collector itself asks the engine every 15 s only.
  cpu: perServer("server_cpu_seconds_total", rateWindow("usual")),
  cpuLimit: "max by (server) (server_cpu_limit_cores)",
  memory: "max by (server) (server_memory_bytes)",
  memoryLimit: "max by (server) (server_memory_limit_bytes)",
  requests: perServer("server_requests_total"),
  errors: perServer('server_requests_total{code="5xx"}'),
  p95: `histogram_quantile(0.95, sum by (server, le) (rate(server_request_duration_seconds_bucket[${rateWindow("prompt")}])))`,
};

/** The same of containers, of which a server may have two. The label `container` tells whose they are. */
export const containerQueries = {
  cpu: `sum by (container) (rate(container_cpu_seconds_total[${rateWindow("prompt")}]))`,
  cpuLimit: "max by (container) (container_cpu_limit_cores)",
  memory: "max by (container) (container_memory_bytes)",
  memoryLimit: "max by (container) (container_memory_limit_bytes)",
};

/** The name of a figure of some roles' own. */
export type OwnFigure = keyof typeof ownQueries;

/**
 * Figures that only some roles have, by name. Whose they are is told by a label `server` or `name`,
 * by the address in `instance`, or else they are all servers' of the role named here.
 */
export const ownQueries = {
  primary: "max by (name) (patroni_primary)",
  leader: 'max by (instance) (etcd_server_is_leader{job="etcd"})',
  sessions: 'sum by (instance) (haproxy_frontend_current_sessions{job="database-proxy"})',
  messages: perServer("messages_total", rateWindow("usual")),
  waiting: 'sum(rabbitmq_detailed_queue_messages_ready{queue="charges"})',
  hitShare: `sum(rate(cache_lookups_total{result="hit"}[1m])) / sum(rate(cache_lookups_total[1m]))`,
};

/** Whose a figure is that names no server. */
export const rolesOfFigures: Readonly<Record<string, string>> = {
  waiting: "queue",
  hitShare: "cache",
};

/** Which server has which address, and whether the log host answers. */
export const contextQueries = {
  address: "max by (server, address) (server_address_info)",
  logs: 'max(up{job="logs"})',
};
