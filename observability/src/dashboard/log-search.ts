import { type Found, type LogLine, type LogQuery, logsQl, SEVERITIES } from "../model/log-query.ts";

const value = { type: "string", maxLength: 200 };
const time = { ...value, format: "date-time" };

/** The JSON schema of a query's parameters. */
export const logQuerySchema = {
  type: "object",
  properties: {
    requestId: value,
    traceId: value,
    server: value,
    severity: { ...value, enum: SEVERITIES },
    text: value,
    from: time,
    to: time,
    limit: { type: "integer", minimum: 1, maximum: 1000, default: 100 },
  },
};

/**
 * Searches the log store; rejects with a sentence if that is unavailable.
 * @param url the store's URL: `http://logs:9428/logs`
 */
export async function searchLogs(url: string, query: LogQuery, timeoutMs = 10_000): Promise<Found> {
  const started = performance.now();
  const body = new URLSearchParams({ query: logsQl(query), limit: `${query.limit}` });
  const response = await fetch(`${url}/select/logsql/query`, {
    method: "POST",
    body,
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    throw new Error("the log store does not answer");
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`the log store responds with status ${response.status}: ${text.trim()}`);
  const lines = text.split("\n").filter((line) => line !== "");
  return {
    lines: lines.map((line) => foundLine(JSON.parse(line))),
    milliseconds: Math.round((performance.now() - started) * 10) / 10,
  };
}

function foundLine(fields: Record<string, string>): LogLine {
  const { _time: time, _msg: text, server, role, severity, requestId, traceId } = fields;
  return { time, server, role, severity, requestId, traceId, text } as LogLine;
}
