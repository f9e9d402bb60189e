import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { PaymentProvider } from "../../../shop/src/app/payment.ts";
import { metrics, startMetrics } from "../../../shop/src/observing/metrics.ts";
import { metricsHandler } from "../../../shop/src/observing/metrics-server.ts";
import { observeOutgoing } from "../../../shop/src/observing/outgoing.ts";
import {
  registerCacheMetrics,
  registerGateMetrics,
} from "../../../shop/src/observing/state-metrics.ts";
import { deliver, initializeCounters } from "../../../shop/src/worker/delivery.ts";
import { createTestApp } from "../support/app.ts";
import { startServer, startTestGates } from "../support/gates.ts";
import { measured } from "../support/traces.ts";

const order = { id: "o-1", status: "pending", totalCents: 100 } as const;

test("requests are counted by method, the route's pattern and code, health checks not", async () => {
  const lines = measured();
  const { app } = await createTestApp(onTestFinished);

  await app.inject("/cart");
  await app.inject({ method: "POST", url: "/cart/5", payload: "quantity=x" });
  await app.inject("/products/7?token=secret");
  await app.inject("/nothing/here");
  for (const path of ["/healthz", "/readyz", "/rotation"]) await app.inject(path);

  await expect
    .poll(() => lines("http_request_duration_seconds_count"))
    .toEqual([
      'http_request_duration_seconds_count{server="app-1",method="GET",route="/cart",code="200"} 1',
      'http_request_duration_seconds_count{server="app-1",method="POST",route="/cart/:product",code="415"} 1',
      'http_request_duration_seconds_count{server="app-1",method="GET",route="/products/:id",code="503"} 1',
      'http_request_duration_seconds_count{server="app-1",method="GET",route="unmatched",code="404"} 1',
    ]);
  expect(await lines('route="/cart",code="200"')).toContainEqual(
    expect.stringContaining('le="30"'),
  );
});

test("a request whose client has gone is counted with code 499", async () => {
  const lines = measured();
  const { app } = await createTestApp(onTestFinished, undefined, {
    orders: { find: () => new Promise(() => undefined) } as never,
  });
  const url = await app.listen({ port: 0 });
  const gone = new AbortController();

  const request = fetch(`${url}/orders/${randomUUID()}`, {
    headers: { connection: "close" },
    signal: gone.signal,
  });
  setTimeout(() => gone.abort(), 50);
  await expect(request).rejects.toThrow();

  await expect.poll(() => lines('route="/orders/:id",code="499"')).not.toEqual([]);
});

test("outgoing requests are counted by peer and outcome, statements by the server that they go to", async () => {
  const lines = measured();
  const server = await startServer(onTestFinished);
  const replica = await startServer(onTestFinished, { isReplica: true });
  const gates = startTestGates(onTestFinished, server.port, replica.port);
  const { answer: migrated } = server;
  server.answer = (query) => (query.includes("bad") ? { error: "42601" } : migrated(query));
  const task = { deadline: performance.now() + 5000 };
  await expect.poll(() => gates.replicas?.isOpen).toBe(true);

  await gates.primary.run(task, (query) => query("SELECT good"));
  await gates.primary.run(task, (query) => query("SELECT bad")).catch(() => undefined);
  await gates.reads.run(task, (query) => query("SELECT good"));

  expect(await lines("outgoing_request_duration_seconds_count")).toEqual([
    'outgoing_request_duration_seconds_count{server="app-1",to="database",outcome="ok"} 1',
    'outgoing_request_duration_seconds_count{server="app-1",to="database",outcome="error"} 1',
    'outgoing_request_duration_seconds_count{server="app-1",to="database-replicas",outcome="ok"} 1',
  ]);
});

test("the gates' state is read on each scrape", async () => {
  const lines = measured();
  const server = await startServer(onTestFinished);
  const gates = startTestGates(onTestFinished, server.port);
  registerGateMetrics(gates);
  await expect.poll(() => gates.primary.isOpen).toBe(true);
  await gates.primary.run({ deadline: performance.now() + 5000 }, (query) => query("SELECT 1"));

  expect(await lines("database_gate_open")).toEqual([
    'database_gate_open{gate="primary",server="app-1"} 1',
  ]);
  expect(await lines("database_connections")).toEqual([
    'database_connections{gate="primary",state="busy",server="app-1"} 0',
    'database_connections{gate="primary",state="idle",server="app-1"} 1',
    'database_connections{gate="primary",state="waiting",server="app-1"} 0',
  ]);

  await server.stop();
  await expect
    .poll(() => lines("database_gate_open"))
    .toEqual(['database_gate_open{gate="primary",server="app-1"} 0']);
});

test("the cache's hits and misses are counted, also on a second scrape", async () => {
  const lines = measured();
  registerCacheMetrics({ counters: { hit: 3, miss: 1, bypass: 7, errors: 0, loads: 8 } });
  await lines("cache_lookups_total");

  expect(await lines("cache_lookups_total")).toEqual([
    'cache_lookups_total{result="hit",server="app-1"} 3',
    'cache_lookups_total{result="miss",server="app-1"} 1',
  ]);
});

test("messages and charges are counted by outcome, from 0", async () => {
  const lines = measured();
  initializeCounters();

  await deliver({}, async () => "charged");
  await expect(deliver({}, () => Promise.reject(new Error("no database")))).rejects.toThrow();
  await new PaymentProvider("http://127.0.0.1:1", 100).charge(order).catch(() => undefined);

  expect(await lines("messages_total")).toEqual([
    'messages_total{outcome="charged",server="app-1"} 1',
    'messages_total{outcome="copy",server="app-1"} 0',
    'messages_total{outcome="put-off",server="app-1"} 0',
    'messages_total{outcome="dead",server="app-1"} 0',
    'messages_total{outcome="again",server="app-1"} 1',
  ]);
  expect(await lines('outcome="no-answer"')).toEqual([
    'charges_total{outcome="no-answer",server="app-1"} 1',
  ]);
});

test("without a port for metrics nothing is recorded, and requests are sent", async () => {
  expect(metrics()).toBeUndefined();
  expect(
    await observeOutgoing({ peer: "cache", name: () => "MGET" }, async (span) => span),
  ).toBeUndefined();
});

test("the metrics' server answers /metrics and nothing else", async () => {
  const { registry } = startMetrics("app-1");
  const server = createServer(metricsHandler(registry));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const found = await fetch(`${url}/metrics`);

  expect(found.status).toBe(200);
  expect(found.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  expect(await found.text()).toContain('process_resident_memory_bytes{server="app-1"}');
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: "POST" })).status).toBe(404);
  server.close();
});
