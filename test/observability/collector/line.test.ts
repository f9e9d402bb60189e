import { expect, test } from "vitest";
import { toLine } from "../../../observability/src/collector/lines/line.ts";
import { MAX_CHARACTERS } from "../../../observability/src/collector/logs/raw-line.ts";

const source = { name: "shop-app-1-3142279d", server: "app-1", role: "app" };
const uuid = "0b81f0a6-6d3c-4bd5-9f1e-1c2a3b4d5e6f";

function line(text: string) {
  return toLine(source, { stream: "stdout", time: "2026-01-31T12:00:00.123456789Z", text });
}

test("keeps the line as it is, with its container, server, role and the engine's time", () => {
  expect(line("ready").line).toEqual({
    time: "2026-01-31T12:00:00.123456789Z",
    server: "app-1",
    role: "app",
    container: "shop-app-1-3142279d",
    stream: "stdout",
    severity: "info",
    text: "ready",
  });
});

test("takes the request's id from either field, and makes the trace's of it", () => {
  for (const field of ["request", "requestId"]) {
    expect(line(JSON.stringify({ [field]: uuid })).line).toMatchObject({
      requestId: uuid,
      traceId: "0b81f0a66d3c4bd59f1e1c2a3b4d5e6f",
    });
  }
});

test("prefers the trace's id that the line has", () => {
  expect(line(JSON.stringify({ requestId: uuid, traceId: "ab".repeat(16) })).line.traceId).toBe(
    "ab".repeat(16),
  );
});

test("takes a hyphen, and an id that is no UUID, for what they are", () => {
  expect(line('{"requestId":"-"}').line.requestId).toBeUndefined();
  expect(line('{"requestId":"my-request"}').line).toMatchObject({ requestId: "my-request" });
  expect(line('{"requestId":"my-request"}').line.traceId).toBeUndefined();
});

test("sees a request where a line has a status and a duration", () => {
  expect(line('{"status":200,"milliseconds":12.5}').access).toEqual({
    status: 200,
    milliseconds: 12.5,
  });
  expect(line('{"message":"charged","status":"paid","milliseconds":3}').access).toBeUndefined();
});

test.each([
  ['{"status":500}', "error"],
  ['{"status":503,"level":"info"}', "info"],
  ['{"status":403}', "warning"],
  ['{"status":404}', "info"],
  ['{"status":499}', "info"],
  ['{"level":"warn","msg":"slow"}', "warning"],
  ['{"level":"fatal"}', "error"],
  ['{"severity":"WARNING"}', "warning"],
  ['{"level":"info","msg":"no ERROR: here"}', "info"],
  ["{ no JSON: ERROR: at all", "error"],
  ["2026-11-25 04:55:46.180 GMT [110] app@shop ERROR:  relation does not exist", "error"],
  ["2026-11-25 04:55:46.180 GMT [110] @ LOG:  checkpoint starting: time", "info"],
  ["2026-11-25 04:55:46,180 WARNING: Loop time exceeded", "warning"],
  ["[ALERT]    (8) : sendmsg() failed", "error"],
  ["[WARNING]  (8) : Server web/server-1 is DOWN", "warning"],
  ["2026/11/25 05:21:48 [crit] 7#7: *1 connect() failed", "error"],
  ["1:M 25 Nov 2026 04:50:36.335 # WARNING Memory overcommit must be enabled", "warning"],
  ["1:M 25 Nov 2026 04:50:36.335 * Ready to accept connections tcp", "info"],
])("of %s the severity is %s", (text, severity) => {
  expect(line(text).line.severity).toBe(severity);
});

test("gives an empty line a space, because the store keeps no empty ones", () => {
  expect(line("").line.text).toBe(" ");
});

test("is never longer than what the store accepts", () => {
  const { line: long } = line("\u0001".repeat(MAX_CHARACTERS));

  expect(Buffer.byteLength(JSON.stringify(long))).toBeLessThan(256 * 1024);
});
