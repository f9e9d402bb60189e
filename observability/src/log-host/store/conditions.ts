import type { Query } from "../query.ts";

/** The `WHERE` of a query, and the values of its placeholders. */
export interface Conditions {
  readonly sql: string;
  readonly values: readonly string[];
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What a line must fulfil to be found. */
export function conditionsOf(query: Query): Conditions {
  const all: [string, ...string[]][] = [["true"]];
  const { requestId, traceId, server, severities, text, from, to } = query;
  if (requestId !== undefined) all.push(requestCondition(requestId));
  if (traceId !== undefined) all.push(["traceId = ?", traceId]);
  if (server !== undefined) all.push(["server = ?", server]);
  if (severities)
    all.push([`severity IN (${severities.map(() => "?").join(", ")})`, ...severities]);
  if (text !== undefined) all.push(["contains(lower(text), ?)", text.toLowerCase()]);
  if (from !== undefined) all.push(["time >= ?::TIMESTAMP", sqlTime(from)]);
  if (to !== undefined) all.push(["time <= ?::TIMESTAMP", sqlTime(to)]);
  return {
    sql: all.map(([sql]) => sql).join(" AND "),
    values: all.flatMap(([, ...values]) => values),
  };
}

/** Servers behind the queue know a request by its trace only, which has the request's id. */
function requestCondition(requestId: string): [string, ...string[]] {
  if (!UUID.test(requestId)) return ["requestId = ?", requestId];
  return ["(requestId = ? OR traceId = ?)", requestId, requestId.replaceAll("-", "").toLowerCase()];
}

function sqlTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("T", " ").replace("Z", "");
}
