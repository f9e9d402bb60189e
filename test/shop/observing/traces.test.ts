import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpanStatusCode } from "@opentelemetry/api";
import { expect, onTestFinished, test } from "vitest";
import { OrderStore } from "../../../shop/src/app/orders/order-store.ts";
import { Outbox } from "../../../shop/src/app/outbox/outbox.ts";
import { Relay } from "../../../shop/src/app/outbox/relay.ts";
import { PaymentProvider } from "../../../shop/src/app/payment.ts";
import { Book } from "../../../shop/src/payment-provider/book.ts";
import { createPaymentProvider } from "../../../shop/src/payment-provider/server.ts";
import { ChargePublisher } from "../../../shop/src/queue/publisher.ts";
import { Charger } from "../../../shop/src/worker/charger.ts";
import { deliver } from "../../../shop/src/worker/delivery.ts";
import { createTestApp } from "../support/app.ts";
import { migrated, startServer, startTestGates } from "../support/gates.ts";
import { testLog } from "../support/log.ts";
import { traced } from "../support/traces.ts";

const requestId = "7b25c39f-8d06-4266-9ecf-35dfabf33fcb";
const traceId = requestId.replaceAll("-", "");
const traceparent = `00-${traceId}-0123456789abcdef-01`;
const orderId = "0b2d5bd2-5b0c-4f4e-9c55-9a4c05b0a0a1";
const order = { id: orderId, status: "pending", totalCents: 7300 } as const;
const headers = {
  accept: "application/json",
  "idempotency-key": "key-1",
  "x-request-id": requestId,
  traceparent,
};
const payload = { lines: [{ product: 7, quantity: 1 }] };

/** A database with product 7, which keeps the row of the outbox that is stored in it, if any. */
async function database(row?: readonly (string | number)[]) {
  const server = await startServer(onTestFinished);
  server.answer = (query) => {
    if (query.includes("FROM products")) {
      return { columns: ["id", "price_cents"], rows: [[7, 7300]] };
    }
    if (query.includes("INSERT INTO orders")) {
      return { columns: ["id", "status", "total_cents"], rows: [[orderId, "pending", 7300]] };
    }
    if (query.includes("FOR UPDATE") && row !== undefined) {
      return { columns: ["order_id", "request_id", "traceparent"], rows: [row] };
    }
    return migrated(query);
  };
  const gates = startTestGates(onTestFinished, server.port);
  await expect.poll(() => gates.primary.isOpen).toBe(true);
  return { server, gates };
}

/** A payment provider that listens, and what it logs. */
async function provider() {
  const folder = mkdtempSync(join(tmpdir(), "traces-"));
  const { log, logged } = testLog();
  const book = await Book.open(join(folder, "book"));
  const app = createPaymentProvider({ book, refusalShare: 0, modeFile: join(folder, "mode"), log });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  onTestFinished(() => app.close());
  return { url: await app.listen({ port: 0 }), logged };
}

/** A publisher whose queue takes everything, and the headers of what it took. */
function queue() {
  const taken: Record<string, string>[] = [];
  const send = async (envelope: { headers: Record<string, string> }) =>
    taken.push(envelope.headers);
  const publisher = { on: () => undefined, send };
  const connection = { ready: true, createPublisher: () => publisher };
  return { publisher: new ChargePublisher(connection as never), taken };
}

test("an order's trace begins with the public address, and shows each statement by its name", async () => {
  const spans = traced();
  const { gates } = await database();
  const orders = new OrderStore(gates.primary, true);
  const { app, logged } = await createTestApp(onTestFinished, gates, {
    orders,
    payment: { wake: () => undefined },
  });

  await app.inject({ method: "POST", url: "/orders", headers, payload });

  await expect.poll(() => logged).toMatchObject([{ requestId, traceId, status: 202 }]);
  const shown = await spans();
  const root = shown.find(({ kind }) => kind === "SERVER");
  expect(root).toMatchObject({
    name: "POST /orders",
    traceId,
    parent: "0123456789abcdef",
    attributes: {
      "http.request.method": "POST",
      "http.route": "/orders",
      "http.response.status_code": 202,
      "request.id": requestId,
    },
  });
  const statements = shown.filter(({ kind }) => kind === "CLIENT");
  expect(statements.map(({ name }) => name)).toEqual([
    "BEGIN",
    "SELECT products",
    "INSERT orders",
    "INSERT order_lines",
    "INSERT outbox",
    "COMMIT",
  ]);
  for (const { parent, peer, attributes } of statements) {
    expect({ parent, peer }).toEqual({ parent: root?.id, peer: "database" });
    expect(attributes["db.system.name"]).toBe("postgresql");
  }
});

test("a relayed order goes on with its own trace, whoever relays it, and tells the queue", async () => {
  const spans = traced();
  const { gates } = await database([orderId, requestId, traceparent]);
  const { publisher, taken } = queue();
  const relay = new Relay(new Outbox(gates.primary), publisher, testLog().log);
  onTestFinished(() => relay.stop());

  relay.start();

  await expect.poll(() => taken.length).toBeGreaterThan(0);
  relay.stop();
  const [sent, ...others] = await spans();
  expect(others.filter(({ kind }) => kind !== "PRODUCER")).toEqual([]);
  expect(sent).toMatchObject({
    kind: "PRODUCER",
    name: "publish charges",
    peer: "queue",
    traceId,
    parent: "0123456789abcdef",
  });
  expect(taken[0]).toEqual({
    "x-request-id": requestId,
    traceparent: `00-${traceId}-${sent?.id}-01`,
  });
});

test("an order without an origin, from an older server, is relayed without one", async () => {
  const spans = traced();
  const { publisher, taken } = queue();

  await publisher.publish([{ body: {}, origin: {} }]);

  expect(taken).toEqual([{}]);
  expect(await spans()).toEqual([]);
});

test("without tracing the origin goes on as it is", async () => {
  const { publisher, taken } = queue();

  await publisher.publish([{ body: {}, origin: { requestId, traceparent } }]);

  expect(taken).toEqual([{ "x-request-id": requestId, traceparent }]);
});

test("the worker and the payment provider go on with the message's trace and request id", async () => {
  const spans = traced({ decidesSampling: false });
  const { server, gates } = await database();
  const { url, logged: charged } = await provider();
  const { log, logged } = testLog();
  const charger = new Charger({
    outbox: { find: async () => ({ order, isWaiting: true }) } as never,
    orders: new OrderStore(gates.primary),
    payment: new PaymentProvider(url),
    publisher: queue().publisher,
    log,
  });

  await deliver({ "x-request-id": requestId, traceparent }, (origin, span) =>
    charger.handle({ orderId }, origin, span),
  );

  expect(logged).toMatchObject([{ message: "charged", requestId, status: "paid" }]);
  await expect
    .poll(() => charged)
    .toMatchObject([{ requestId, traceId, method: "POST", path: "/charges", status: 200 }]);
  expect(server.queries).toContainEqual(
    expect.stringMatching(`^/\\* request ${requestId} \\*/ WITH settled AS`),
  );
  const shown = await spans();
  const byName = (name: string, kind: string) =>
    shown.find((span) => span.name === name && span.kind === kind);
  const consumed = byName("process charges", "CONSUMER");
  const asked = byName("POST /charges", "CLIENT");
  expect(new Set(shown.map((span) => span.traceId))).toEqual(new Set([traceId]));
  expect(consumed).toMatchObject({ parent: "0123456789abcdef", peer: "queue" });
  expect(asked).toMatchObject({ parent: consumed?.id, peer: "payment-provider" });
  expect(byName("POST /charges", "SERVER")?.parent).toBe(asked?.id);
  expect(byName("UPDATE orders", "CLIENT")?.parent).toBe(consumed?.id);
});

test("a message that must be delivered again is an error in its trace", async () => {
  const spans = traced();

  const delivery = deliver({ traceparent }, () => Promise.reject(new Error("no database")));

  await expect(delivery).rejects.toThrow("no database");
  expect(await spans()).toMatchObject([{ traceId, status: SpanStatusCode.ERROR }]);
});

test("an app server that charges itself does so in the request's trace", async () => {
  const spans = traced();
  const { server, gates } = await database();
  const { url, logged } = await provider();
  const payment = new PaymentProvider(url);
  const { app } = await createTestApp(onTestFinished, gates, {
    orders: new OrderStore(gates.primary),
    payment,
  });

  const answer = await app.inject({ method: "POST", url: "/orders", headers, payload });

  expect(answer.json()).toMatchObject({ status: "paid" });
  await expect.poll(() => logged).toMatchObject([{ requestId, path: "/charges" }]);
  expect(server.queries).toContainEqual(
    expect.stringMatching(`^/\\* request ${requestId} \\*/ INSERT INTO orders`),
  );
  const names = (await spans()).map(({ name, kind }) => `${kind} ${name}`);
  expect(names).toContain("SERVER POST /charges");
  expect(names).toContain("CLIENT UPDATE orders");
});

test("what nobody asked for, such as looking into the outbox, is in no trace", async () => {
  const spans = traced();
  const { gates } = await database();

  await new Outbox(gates.primary).relay(
    { deadline: performance.now() + 5000 },
    async () => undefined,
  );

  expect(await spans()).toEqual([]);
});
