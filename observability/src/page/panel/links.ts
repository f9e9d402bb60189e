import { type LogQuery, logsQl } from "../../model/log-query.ts";

/** A link to another program's page. */
export interface Link {
  readonly text: string;
  readonly href: string;
}

/** Links to a server's traces, metrics and runbooks. */
export function linksOf(server: string, role: string, minutes: number, hasTraces: boolean): Link[] {
  const expression = `{server="${server}"}`;
  const graph = new URLSearchParams({
    "g0.expr": expression,
    "g0.tab": "1",
    "g0.range_input": `${minutes}m`,
  });
  const traces = {
    text: "Traces",
    href: `/zipkin/?${new URLSearchParams({ serviceName: role })}`,
  };
  return [
    ...(hasTraces ? [traces] : []),
    { text: "Prometheus", href: `/prometheus/classic/graph?${graph}` },
    { text: "Runbooks", href: "/runbooks/README" },
  ];
}

/** Links to a request's trace: the public address derives the trace's id from the request's. */
export function traceLink(requestId: string): string | undefined {
  const trace = requestId.replaceAll("-", "").toLowerCase();
  return /^[0-9a-f]{32}$/.test(trace) ? `/zipkin/traces/${trace}` : undefined;
}

/** Links to the log store's own page with a query, over the last hour. */
export function logsLink(query: LogQuery): string {
  return `/logs/select/vmui/#/?${new URLSearchParams({ query: logsQl(query), "g0.range_input": "1h", "g0.relative_time": "last_1_hour" })}`;
}
