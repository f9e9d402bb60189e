/** The lowest one first. */
export const SEVERITIES = ["info", "warning", "error"] as const;

/** What is searched for; what is undefined matches all. */
export interface LogQuery {
  readonly requestId?: string;
  /** 32 hexadecimal digits. */
  readonly traceId?: string;
  readonly server?: string;
  /** The lowest severity. */
  readonly severity?: (typeof SEVERITIES)[number];
  /** Words of the line in their sequence, upper or lower case; the last one may be incomplete. */
  readonly text?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A query in LogsQL, the language of VictoriaLogs. */
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

/** Servers behind the queue know a request only by its trace, which has the request's id. */
function requestFilter(requestId: string): string {
  const filter = `requestId:=${quote(requestId)}`;
  if (!UUID.test(requestId)) return filter;
  return `(${filter} or traceId:=${quote(requestId.replaceAll("-", "").toLowerCase())})`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
