import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { SpanKind } from "@opentelemetry/api";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { exportersOf } from "../../../shop/src/observing/exporters.ts";
import { ThrottledLog } from "../../../shop/src/observing/throttled-log.ts";
import { flushTraces, startSpan } from "../../../shop/src/observing/tracing.ts";
import { testLog } from "../support/log.ts";
import { traced } from "../support/traces.ts";

interface Taken {
  readonly path?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Less than the exporter waits before it tries again. */
const noRetryMilliseconds = 700;

afterEach(() => void vi.unstubAllEnvs());

/** A server in the place of a tracing backend, and what it took. */
async function backend(statusCode = () => 200) {
  const taken: Taken[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    taken.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(statusCode()).end();
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
}

/** Sends spans to these backends until the test ends. @returns what is logged meanwhile */
function sendTo({ zipkin, otlp }: { readonly zipkin?: string; readonly otlp?: string }) {
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", otlp);
  const { log, logged } = testLog();
  traced({ exporters: exportersOf({ zipkin, otlp, share: 1 }, log) });
  return logged;
}

const begin = () =>
  startSpan({
    name: () => "GET /cart",
    kind: SpanKind.CLIENT,
    startsTrace: true,
    peer: "database",
    attributes: { "http.response.status_code": 200 },
  });

test("a span in Zipkin names its service, its server and who was asked", async () => {
  const { url, taken } = await backend(() => 202);
  const logged = sendTo({ zipkin: url });

  const span = begin();
  span?.fail(new Error("no connection"));
  span?.end();
  await flushTraces();

  expect(taken.map(({ path }) => path)).toEqual(["/api/v2/spans"]);
  const spans = JSON.parse(`${taken[0]?.body}`);
  expect(spans).toEqual([
    {
      traceId: span?.traceId,
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: "GET /cart",
      kind: "CLIENT",
      timestamp: expect.any(Number),
      duration: expect.any(Number),
      localEndpoint: { serviceName: "app" },
      remoteEndpoint: { serviceName: "database" },
      tags: { server: "app-1", "http.response.status_code": "200", error: "no connection" },
    },
  ]);
  expect(spans[0].timestamp / 1000).toBeCloseTo(Date.now(), -5);
  expect(logged).toEqual([]);
});

test("a span in OTLP has the same, below the endpoint's path and with the standard headers", async () => {
  const { url, taken } = await backend();
  vi.stubEnv("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=shop");
  const logged = sendTo({ otlp: `${url}/collect` });

  const span = begin();
  span?.fail(new Error("no connection"));
  span?.end();
  await flushTraces();

  const [request, ...others] = taken;
  expect(others).toEqual([]);
  expect(request).toMatchObject({
    path: "/collect/v1/traces",
    headers: { "content-type": "application/x-protobuf", "x-tenant": "shop" },
  });
  const texts = ["service.name", "app", "service.instance.id", "app-1", "GET /cart"];
  for (const text of [...texts, "peer.service", "database", "no connection"]) {
    expect(`${request?.body}`).toContain(text);
  }
  for (const id of [span?.traceId, span?.id]) expect(request?.body.toString("hex")).toContain(id);
  expect(logged).toEqual([]);
});

test("Zipkin and a backend that takes OTLP get all spans, whether or not the other is there", async () => {
  const { url: zipkin, taken } = await backend(() => 202);
  const other = await backend();
  sendTo({ zipkin, otlp: other.url });
  begin()?.end();
  await flushTraces();
  expect([taken.length, other.taken.length]).toEqual([1, 1]);

  vi.stubEnv("OTEL_EXPORTER_OTLP_TIMEOUT", `${noRetryMilliseconds}`);
  sendTo({ zipkin, otlp: "http://127.0.0.1:1" });
  begin()?.end();
  const flushed = flushTraces();
  await expect.poll(() => taken.length).toBe(2);
  await flushed;
});

describe.each(["zipkin", "otlp"])("a backend of %s", (kind) => {
  test("that fails is logged once, and once more when it recovers", async () => {
    let statusCode = 400;
    const { url } = await backend(() => statusCode);
    const logged = sendTo({ [kind]: url });
    const send = async () => {
      begin()?.end();
      await flushTraces();
    };

    await send();
    await send();
    statusCode = 200;
    await send();
    await send();

    expect(logged).toEqual([
      {
        message: "traces are not exported",
        reason: expect.stringMatching(/^127.0.0.1:\d+: (answered 400|Bad Request)$/),
      },
      { message: "traces are exported again" },
    ]);
  });

  test("that cannot be reached is named in the log", async () => {
    vi.stubEnv("OTEL_EXPORTER_OTLP_TIMEOUT", `${noRetryMilliseconds}`);
    const logged = sendTo({ [kind]: "http://127.0.0.1:1" });

    begin()?.end();
    await flushTraces();

    expect(logged).toMatchObject([
      { reason: expect.stringMatching(/^127.0.0.1:1: .*ECONNREFUSED/) },
    ]);
  });
});

test("a backend that comes and goes is logged at most once a minute", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { log, logged } = testLog();
  const throttled = new ThrottledLog(log, { failed: "away", recovered: "back" });
  for (let second = 0; second < 120; second += 10) {
    throttled.fail("no answer");
    throttled.recover();
    vi.advanceTimersByTime(10_000);
  }
  vi.useRealTimers();

  expect(logged.map(({ message }) => message)).toEqual(["away", "back", "away", "back"]);
});
