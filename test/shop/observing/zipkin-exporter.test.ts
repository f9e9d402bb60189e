import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SpanKind } from "@opentelemetry/api";
import { afterEach, expect, test, vi } from "vitest";
import { SeldomSaid } from "../../../shop/src/observing/seldom-said.ts";
import { beginStep, flushTraces } from "../../../shop/src/observing/tracing.ts";
import { ZipkinExporter } from "../../../shop/src/observing/zipkin-exporter.ts";
import { testLog } from "../support/log.ts";
import { traced } from "../support/traces.ts";

let server: Server | undefined;
afterEach(() => server?.close());

/** A server in the place of Zipkin, and the spans that it took. */
async function zipkin(statusCode: () => number) {
  const taken: Record<string, unknown>[] = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.url === "/api/v2/spans") taken.push(...JSON.parse(body));
    response.writeHead(statusCode()).end();
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
}

function exporterTo(url: string) {
  const { log, logged } = testLog();
  return { exporter: new ZipkinExporter({ url, role: "app", server: "app-1", log }), logged };
}

const step = () =>
  beginStep({
    name: () => "GET /cart",
    kind: SpanKind.CLIENT,
    mayBegin: true,
    peer: "database",
    attributes: { "http.response.status_code": 200 },
  });

test("a span names its service, its server and who was asked", async () => {
  const { url, taken } = await zipkin(() => 202);
  const { exporter, logged } = exporterTo(url);
  traced({ exporter });

  const begun = step();
  begun?.fail(new Error("no connection"));
  begun?.end();
  await flushTraces();

  expect(taken).toEqual([
    {
      traceId: begun?.traceId,
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
  expect(Number(taken[0]?.timestamp) / 1000).toBeCloseTo(Date.now(), -5);
  expect(logged).toEqual([]);
});

test("traces that are not taken harm nobody, and the log says it once, and when they are again", async () => {
  let statusCode = 503;
  const { url } = await zipkin(() => statusCode);
  const { exporter, logged } = exporterTo(url);
  traced({ exporter });
  const send = async () => {
    step()?.end();
    await flushTraces();
  };

  await send();
  await send();
  statusCode = 202;
  await send();
  await send();

  expect(logged).toEqual([
    {
      message: "traces are not taken",
      reason: expect.stringMatching(/^127.0.0.1:\d+ answered 503$/),
    },
    { message: "traces are taken again" },
  ]);
});

test("a host of traces that is not there is told in the log", async () => {
  const { exporter, logged } = exporterTo("http://127.0.0.1:1");
  traced({ exporter });

  step()?.end();
  await flushTraces();

  expect(logged).toMatchObject([{ reason: expect.stringContaining("ECONNREFUSED") }]);
});

test("what comes and goes is told of once a minute at the most", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { log, logged } = testLog();
  const said = new SeldomSaid(log, { obstacle: "away", gone: "back" });
  for (let second = 0; second < 120; second += 10) {
    said.met("no answer");
    said.gone();
    vi.advanceTimersByTime(10_000);
  }
  vi.useRealTimers();

  expect(logged.map(({ message }) => message)).toEqual(["away", "back", "away", "back"]);
});
