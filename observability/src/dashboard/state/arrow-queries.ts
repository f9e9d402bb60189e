import type { Arrow } from "../../../../architecture/picture.ts";
import { rateWindow } from "../rate-window.ts";

/** The queries of an arrow; what nobody measures is left out. */
export interface ArrowQueries {
  readonly rate: string;
  /** Failed requests a second. */
  readonly errors?: string;
  readonly p95?: string;
}

const asks = ["app", "worker"];
const asked = ["cache", "database", "database-proxy", "payment-provider", "queue"];

/**
 * What tells how much goes along an arrow, and how long it takes.
 * @param isScraped whether servers are asked for their own metrics, or only their access logs are read
 */
export function arrowQueries({ fromRole, toRole }: Arrow, isScraped = true): ArrowQueries {
  if (!isScraped) return answered(toRole);
  if (asks.includes(fromRole) && asked.includes(toRole)) return outgoing(fromRole, toRole);
  if (fromRole === "database-proxy") return outgoing(".+", "database");
  if (toRole === "etcd") {
    return { rate: `sum(rate(grpc_server_handled_total{job="etcd"}[${rateWindow("usual")}]))` };
  }
  if (fromRole === "operators-page") return answered(fromRole);
  return answered(toRole);
}

/** As the shop's programs measure what they ask others. */
function outgoing(job: string, role: string): ArrowQueries {
  const to = role.startsWith("database") ? "database|database-replicas" : role;
  const metric = "outgoing_request_duration_seconds";
  const labels = `job=~"${job}", to=~"${to}"`;
  const window = rateWindow("usual");
  return {
    rate: `sum(rate(${metric}_count{${labels}}[${window}]))`,
    errors: `sum(rate(${metric}_count{${labels}, outcome="error"}[${window}]))`,
    p95: quantile(`${metric}_bucket{${labels}}[${window}]`),
  };
}

/** As the access log of who is asked tells. */
function answered(role: string): ArrowQueries {
  const window = rateWindow("prompt");
  return {
    rate: `sum(rate(server_requests_total{role="${role}"}[${window}]))`,
    errors: `sum(rate(server_requests_total{role="${role}", code="5xx"}[${window}]))`,
    p95: quantile(`server_request_duration_seconds_bucket{role="${role}"}[${window}]`),
  };
}

function quantile(buckets: string): string {
  return `histogram_quantile(0.95, sum by (le) (rate(${buckets})))`;
}
