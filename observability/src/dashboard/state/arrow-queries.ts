import type { Arrow } from "../../../../architecture/picture.ts";
import { rateWindow } from "../rate-window.ts";

/** The queries for an arrow; those without a metric are left out. */
export interface ArrowQueries {
  readonly rate: string;
  /** Failed requests per second. */
  readonly errors?: string;
  readonly p95?: string;
}

/** Roles with an access log. For requests to other roles, the client's metrics are used. */
const logged = ["app", "cdn", "file-server", "load-balancer", "public-address", "web"];

/**
 * Returns the queries for the rate, errors and latency of an arrow's requests.
 * @param isScraped whether servers' own metrics are scraped; otherwise there are only access logs
 */
export function arrowQueries({ fromRole, toRole }: Arrow, isScraped = true): ArrowQueries {
  if (!isScraped) return fromAccessLog(toRole);
  if (fromRole === "database-proxy") return fromClient(".+", "database");
  if (toRole === "etcd") {
    return { rate: `sum(rate(grpc_server_handled_total{job="etcd"}[${rateWindow("normal")}]))` };
  }
  if (fromRole === "admin-proxy") return fromAccessLog(fromRole);
  return logged.includes(toRole) ? fromAccessLog(toRole) : fromClient(fromRole, toRole);
}

/** From the client's metrics of its outgoing requests. */
function fromClient(job: string, role: string): ArrowQueries {
  const to = role.startsWith("database") ? "database|database-replicas" : role;
  const metric = "outgoing_request_duration_seconds";
  const labels = `job=~"${job}", to=~"${to}"`;
  const window = rateWindow("normal");
  return {
    rate: `sum(rate(${metric}_count{${labels}}[${window}]))`,
    errors: `sum(rate(${metric}_count{${labels}, outcome="error"}[${window}]))`,
    p95: quantile(`${metric}_bucket{${labels}}[${window}]`),
  };
}

/** From the access log of the server that responds. */
function fromAccessLog(role: string): ArrowQueries {
  const window = rateWindow("fast");
  return {
    rate: `sum(rate(server_requests_total{role="${role}"}[${window}]))`,
    errors: `sum(rate(server_requests_total{role="${role}", code="5xx"}[${window}]))`,
    p95: quantile(`server_request_duration_seconds_bucket{role="${role}"}[${window}]`),
  };
}

function quantile(buckets: string): string {
  return `histogram_quantile(0.95, sum by (le) (rate(${buckets})))`;
}
