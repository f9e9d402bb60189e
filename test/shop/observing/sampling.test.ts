import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { expect, onTestFinished, test } from "vitest";
import { startSpan } from "../../../shop/src/observing/tracing.ts";
import { createTestApp } from "../support/app.ts";
import { traced } from "../support/traces.ts";

const traceId = (number: number) => (number * 2_654_435_761).toString(16).padStart(32, "0");
const traceparent = (number: number, flags = "01") =>
  `00-${traceId(number)}-0123456789abcdef-${flags}`;

/** A request with a span inside, which fails if it is to. */
function ask(method: string, number: number, fails = false, flags?: string): void {
  const request = startSpan({
    name: () => method,
    kind: SpanKind.SERVER,
    remoteParent: traceparent(number, flags),
    startsTrace: true,
    attributes: { "http.request.method": method },
  });
  const span = startSpan({ name: () => "MGET", parent: request });
  if (fails) span?.fail("ETIMEDOUT");
  span?.end();
  request?.end();
}

test("a share of the reads is kept, the same ones on each server, whole", async () => {
  const kept = async () => {
    const spans = traced({ share: 0.25 });
    for (let number = 1; number <= 400; number++) ask(number % 2 ? "GET" : "HEAD", number);
    return (await spans()).map((span) => `${span.traceId} ${span.name}`);
  };

  const first = await kept();

  expect(first.length / 2).toBeGreaterThan(60);
  expect(first.length / 2).toBeLessThan(140);
  expect(new Set(first.map((text) => text.slice(0, 32))).size).toBe(first.length / 2);
  expect(await kept()).toEqual(first);
});

test("orders are always kept", async () => {
  const spans = traced({ share: 0 });

  for (let number = 1; number <= 20; number++) ask("POST", number);

  expect(await spans()).toHaveLength(40);
});

test("a read that fails is kept as a whole, whatever the share", async () => {
  const spans = traced({ share: 0 });

  ask("GET", 1);
  ask("GET", 2, true);
  ask("GET", 3);

  expect(await spans()).toMatchObject([
    { name: "MGET", traceId: traceId(2), status: SpanStatusCode.ERROR },
    { name: "GET", traceId: traceId(2) },
  ]);
});

test("a request that is answered with a 5xx is kept, whatever the share", async () => {
  const spans = traced({ share: 0 });
  const { app } = await createTestApp(onTestFinished);

  await app.inject("/cart");
  expect((await app.inject("/products/7")).statusCode).toBe(503);

  await expect
    .poll(spans)
    .toMatchObject([{ name: "GET /products/:id", status: SpanStatusCode.ERROR }]);
});

test("a span that ends after its request is kept if the request was", async () => {
  const spans = traced({ share: 0 });
  for (const fails of [true, false]) {
    const options = { name: () => "GET", kind: SpanKind.SERVER, startsTrace: true };
    const request = startSpan({ ...options, attributes: { "http.request.method": "GET" } });
    const span = startSpan({ name: () => "SET", parent: request });
    if (fails) request?.fail("503");
    request?.end();
    span?.end();
  }

  expect((await spans()).map(({ name }) => name)).toEqual(["GET", "SET"]);
});

test("of many requests that never end the oldest are forgotten", async () => {
  const spans = traced({ share: 0 });
  const options = { name: () => "GET", kind: SpanKind.SERVER, startsTrace: true };
  const attributes = { "http.request.method": "GET" };
  const first = startSpan({ ...options, attributes });
  const span = startSpan({ name: () => "MGET", parent: first });
  span?.end();

  for (let number = 0; number < 1000; number++) startSpan({ ...options, attributes });
  first?.fail("503");
  first?.end();

  expect((await spans()).map(({ name }) => name)).toEqual(["GET"]);
});

test("those who are asked do as those who ask have decided", async () => {
  const spans = traced({ share: 1, decidesSampling: false });

  ask("POST", 1, false, "00");
  ask("POST", 2, false, "01");

  expect((await spans()).map((span) => span.traceId)).toEqual([traceId(2), traceId(2)]);
});
