/** From the lowest to the highest. */
export const SEVERITIES = ["info", "warning", "error"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The filters of a search; an undefined one matches all lines. */
export interface LogQuery {
  readonly requestId?: string;
  /** 32 hexadecimal digits. */
  readonly traceId?: string;
  readonly server?: string;
  /** The minimum severity. */
  readonly severity?: Severity;
  /** A phrase in the line, case-insensitive; its last word may be incomplete. */
  readonly text?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

/** A log line of a server. */
export interface LogLine {
  /** RFC 3339 in UTC. */
  readonly time: string;
  readonly server: string;
  readonly role: string;
  readonly severity: Severity;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly text: string;
}

/** The result of a query. */
export interface Found {
  /** The newest first. */
  readonly lines: readonly LogLine[];
  readonly milliseconds: number;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Returns the query in LogsQL, the query language of VictoriaLogs. */
export function logsQl({ requestId, traceId, server, severity, text, from, to }: LogQuery): string {
  const severities = severity ? SEVERITIES.slice(SEVERITIES.indexOf(severity)) : SEVERITIES;
  const filters = [
    server && `{server=${quote(server)}}`,
    from && `_time:>=${quote(from)}`,
    to && `_time:<=${quote(to)}`,
    requestId && requestFilter(requestId),
    traceId && `traceId:=${quote(traceId.toLowerCase())}`,
    severities.length < SEVERITIES.length && `severity:in(${severities.join()})`,
    text && `i(${quote(text)}*)`,
  ];
  return filters.filter(Boolean).join(" ") || "*";
}

/** Matches the request id, or the trace id that has the same value: servers behind the queue log only that. */
function requestFilter(requestId: string): string {
  const filter = `requestId:=${quote(requestId)}`;
  if (!UUID.test(requestId)) return filter;
  return `(${filter} or traceId:=${quote(requestId.replaceAll("-", "").toLowerCase())})`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
