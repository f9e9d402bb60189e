import { expect, test } from "vitest";
import { type LogQuery, logsQl } from "../../observability/src/model/log-query.ts";

test.each<[Partial<LogQuery>, string]>([
  [{}, "*"],
  [{ severity: "info" }, "*"],
  [{ server: "app-1", severity: "warning" }, '{server="app-1"} severity:in(warning,error)'],
  [{ text: 'an "order' }, 'i("an \\"order"*)'],
  [{ requestId: "my-request" }, 'requestId:="my-request"'],
  [
    { requestId: "0B81f0a6-6d3c-4bd5-9f1e-1c2a3b4d5e6f" },
    '(requestId:="0B81f0a6-6d3c-4bd5-9f1e-1c2a3b4d5e6f" or traceId:="0b81f0a66d3c4bd59f1e1c2a3b4d5e6f")',
  ],
  [{ traceId: "AB".repeat(16) }, `traceId:="${"ab".repeat(16)}"`],
  [
    { from: "2026-01-31T12:00:00Z", to: "2026-01-31T13:00:00Z" },
    '_time:>="2026-01-31T12:00:00Z" _time:<="2026-01-31T13:00:00Z"',
  ],
])("a search for %j is the query %s", (query, expected) => {
  expect(logsQl({ limit: 100, ...query })).toBe(expected);
});
