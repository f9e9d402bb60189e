/** The collector is asked every 5 s: a rate needs some answers. */
const WINDOW = "20s";

/** The same of what is asked every 15 s. */
const LONG_WINDOW = "50s";

const perServer = (metric: string, window = WINDOW) =>
  `sum by (server) (rate(${metric}[${window}]))`;

/** Figures that every server has, by name. The label `server` tells whose they are. */
export const commonQueries = {
  up: "max by (server) (server_up)",
  // The collector asks the engine every 15 s only: between the first and last of 50 s are three times.
  cpu: perServer("server_cpu_seconds_total", LONG_WINDOW),
  cpuLimit: "max by (server) (server_cpu_limit_cores)",
  memory: "max by (server) (server_memory_bytes)",
  memoryLimit: "max by (server) (server_memory_limit_bytes)",
  requests: perServer("server_requests_total"),
  errors: perServer('server_requests_total{code="5xx"}'),
  p95: `histogram_quantile(0.95, sum by (server, le) (rate(server_request_duration_seconds_bucket[${WINDOW}])))`,
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
  messages: perServer("messages_total", LONG_WINDOW),
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
