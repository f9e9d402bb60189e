import { expect, test } from "vitest";
import { originOf, sqlComment } from "../../../shop/src/observing/origin.ts";
import { readObserving } from "../../../shop/src/observing/settings.ts";
import { statementName } from "../../../shop/src/observing/statement-name.ts";

test("nothing is exposed without METRICS_PORT, TRACES_URL and OTEL_EXPORTER_OTLP_ENDPOINT", () => {
  expect(readObserving({ LISTEN: "app-1.web", TRACES_SHARE: "0.1" })).toEqual({});
});

test("metrics are served where the program listens, unless METRICS_LISTEN says where", () => {
  const { metrics } = readObserving({ METRICS_PORT: "9100", LISTEN: "a,b" });
  const other = readObserving({ METRICS_PORT: "9100", METRICS_LISTEN: "c", LISTEN: "a,b" });

  expect(metrics).toEqual({ port: 9100, listen: ["a", "b"] });
  expect(other.metrics?.listen).toEqual(["c"]);
  expect(readObserving({ METRICS_PORT: "9100" }).metrics?.listen).toEqual(["127.0.0.1"]);
});

test("all reads are traced, unless TRACES_SHARE says how many", () => {
  const TRACES_URL = "http://traces:9411";
  const OTEL_EXPORTER_OTLP_ENDPOINT = "https://collector.example/otlp";

  expect(readObserving({ TRACES_URL }).traces).toEqual({ zipkin: TRACES_URL, share: 1 });
  expect(readObserving({ OTEL_EXPORTER_OTLP_ENDPOINT }).traces).toEqual({
    otlp: OTEL_EXPORTER_OTLP_ENDPOINT,
    share: 1,
  });
  expect(readObserving({ TRACES_URL, TRACES_SHARE: "0.1" }).traces?.share).toBe(0.1);
});

test.each([
  [{ METRICS_PORT: "x" }, "METRICS_PORT must be a number from 0 to 65535"],
  [{ TRACES_URL: "traces:9411" }, "TRACES_URL must look like http://traces:9411"],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" },
    "OTEL_EXPORTER_OTLP_ENDPOINT must look like http://collector:4318",
  ],
  [{ TRACES_URL: "http://traces", TRACES_SHARE: "2" }, "TRACES_SHARE must be a number from 0 to 1"],
])("fails when a setting is invalid: %j", (env, message) => {
  expect(() => readObserving(env)).toThrow(message);
});

test("a statement's span is named after its first verb and table", () => {
  expect(statementName("BEGIN")).toBe("BEGIN");
  expect(statementName("SELECT count(*)::integer AS total FROM products")).toBe("SELECT products");
  expect(statementName("/* request r-1 */ INSERT INTO orders (id)")).toBe("INSERT orders");
  expect(
    statementName("WITH settled AS (UPDATE orders SET status = $2)\n DELETE FROM outbox"),
  ).toBe("UPDATE orders");
  expect(statementName("LISTEN product_changes")).toBe("statement");
});

test("a request's id is put into a statement only if it cannot end the comment", () => {
  expect(sqlComment({ requestId: "7F000001:8296_0003:790B" })).toBe(
    "/* request 7F000001:8296_0003:790B */ ",
  );
  for (const requestId of [undefined, "", "a*/b", "a b", "x".repeat(65), "a\n"]) {
    expect(sqlComment({ requestId })).toBe("");
  }
});

test("invalid headers are ignored", () => {
  expect(originOf(undefined)).toEqual({});
  expect(originOf({ "x-request-id": "a b", traceparent: "00-1-2-01" })).toEqual({});
  expect(originOf({ "x-request-id": 7, traceparent: Buffer.from("") })).toEqual({});
});
