import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "rabbitmq-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DatabaseCluster } from "./database-cluster.ts";
import { expectHeld } from "./drilled.ts";
import { docker, query, Shop, until } from "./shop.ts";
import { placeOrder, shopDuring, type Visit } from "./shoppers.ts";

const before = "stage-5";

let shop: Shop;
let slowest95 = 0;
const ledger: string[] = [];
beforeAll(async () => {
  shop = await Shop.create();
  await shop.run("deploy", before);
});
afterAll(() => shop.remove());

/** Shops at 40 requests a second while something happens, and keeps the book. */
async function shopWhile(
  what: string,
  during: (acknowledged: () => number) => Promise<unknown>,
): Promise<Visit> {
  const visit = await shopDuring(shop.url, 40, (_, acknowledged) => during(acknowledged));
  ledger.push(...visit.orders.map(({ id }) => id));
  console.log(
    `${what}: ${visit.requests} requests, ${visit.failures.length} failed, ${visit.orders.length} ` +
      `orders, longest wait ${visit.longestMilliseconds} ms`,
  );
  return visit;
}

/** Waits until every order is paid or refused, and compares the three books. */
async function expectBooksToAgree(seconds = 90): Promise<void> {
  const isSettled = async () => ![...(await shop.statuses()).values()].includes("pending");
  await until("every order is settled", isSettled, seconds);
  const [statuses, book] = [await shop.statuses(), await shop.book()];
  const charged = new Map(book.map(({ orderId, status }) => [orderId, status]));
  console.log(
    `${ledger.length} acknowledged, ${statuses.size} in the database, ${book.length} in the payment provider's book`,
  );

  expect([...statuses.keys()].sort()).toEqual([...ledger].sort());
  expect(book).toHaveLength(charged.size);
  expect(charged).toEqual(statuses);
  expect(await shop.query("SELECT * FROM outbox WHERE NOT pg_is_in_recovery()")).toEqual([]);
}

/** Of all but the first orders, which meet servers that have only just started. */
function percentile95({ orderMilliseconds }: Visit): number {
  const sorted = orderMilliseconds.slice(20).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}

async function containerOf(server: string): Promise<string> {
  return (await shop.containers())[server] ?? "";
}

const ordersTaken = (acknowledged: () => number, count: number) => {
  const start = acknowledged();
  return until("orders are taken", async () => acknowledged() >= start + count, 120);
};

test("without a queue an order waits for its payment", async () => {
  const visit = await shopWhile(before, (acknowledged) => ordersTaken(acknowledged, 160));

  slowest95 = percentile95(visit);
  expect(visit.failures).toEqual([]);
});

test("a running shop gets a queue and workers without a failed request or a lost order", async () => {
  const visit = await shopWhile(`${before} to stage-6`, () => shop.run("deploy", "stage-6"));

  expect(visit.failures).toEqual([]);
  await expectBooksToAgree();
  expect(await shop.plan("stage-6")).toBe("");
});

test("with a queue an order is accepted in a quarter of that time at the most", async () => {
  const visit = await shopWhile("stage-6", (acknowledged) => ordersTaken(acknowledged, 160));

  const ratio = percentile95(visit) / slowest95;
  console.log(`POST /orders, 95th percentile: ${ratio.toFixed(3)} of that of ${before}`);
  expect(visit.failures).toEqual([]);
  expect(ratio).toBeLessThanOrEqual(0.25);
  await expectBooksToAgree();
});

test("an order sent again with its key is the same order, pending at first and then settled", async () => {
  await shop.run("payment", "dead");
  const key = randomUUID();
  const first = await order(key);
  const again = await order(key);
  await shop.run("payment", "normal");
  await expect.poll(async () => (await order(key)).status, { timeout: 60_000 }).toBe(201);
  const settled = await order(key);

  ledger.push(first.json.id);
  expect([first.status, again.status, settled.status]).toEqual([202, 202, 201]);
  expect([again.json.id, settled.json.id]).toEqual([first.json.id, first.json.id]);
  expect(first.location).toBe(`/orders/${first.json.id}`);
  expect(settled.json.status).toMatch(/paid|refused/);
});

async function order(key: string) {
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "idempotency-key": key,
  };
  const body = JSON.stringify({ lines: [{ product: 7, quantity: 1 }] });
  const answer = await fetch(`${shop.url}/orders`, { method: "POST", headers, body });
  const json = (await answer.json()) as { id: string; status: string };
  return { status: answer.status, location: answer.headers.get("location"), json };
}

test("an order noted once more while it was settled leaves nothing behind", async () => {
  // what two app servers do to one order that a browser's retry brought to both
  const primary = await containerOf(await new DatabaseCluster(shop).leader());
  const settled = "SELECT id FROM orders WHERE status = 'paid' LIMIT 1";
  await query(primary, `INSERT INTO outbox ${settled}`);

  const waiting = () => query(primary, "SELECT count(*) FROM outbox");
  await expect.poll(waiting, { timeout: 30_000 }).toBe("0");
});

test("no order is lost or charged twice when servers are killed one after another", async () => {
  const visit = await shopWhile("kills", async (acknowledged) => {
    for (const server of ["app-1", "payment-provider"]) {
      await ordersTaken(acknowledged, 15);
      const container = await containerOf(server);
      await docker("kill", container);
      await ordersTaken(acknowledged, 15);
      await docker("start", container);
    }
    await ordersTaken(acknowledged, 15);
  });

  expect(visit.failures).toEqual([]);
  await expectBooksToAgree();
});

test.each(["kill-queue", "kill-worker"])("%s is noticed by nobody", async (fault) => {
  await expectHeld(shop, "stage-6", fault);

  ledger.push(...(await shop.orders()).filter((id) => !ledger.includes(id)));
  await expectBooksToAgree();
});

test("a queue that lost its volume's messages loses no order", async () => {
  for (const server of ["worker-1", "worker-2"]) await docker("stop", await containerOf(server));
  await shopWhile("no workers", (acknowledged) => ordersTaken(acknowledged, 15));
  const queue = await containerOf("queue");
  await docker("exec", queue, "rabbitmqctl", "-q", "purge_queue", "charges");
  for (const server of ["worker-1", "worker-2"])
    await docker("start", (await stopped(server)) ?? "");

  await expectBooksToAgree(150);
});

async function stopped(server: string): Promise<string> {
  const filters = [`environment=${shop.name}`, `server=${server}`].flatMap((label) => [
    "--filter",
    `label=blueprint.${label}`,
  ]);
  return docker("ps", "--all", "--quiet", ...filters);
}

test("orders are accepted while the payment provider is dead, and all are paid afterwards", async () => {
  const visit = await shopWhile("payment provider dead", async (acknowledged) => {
    await shop.run("payment", "dead");
    await sleep(60_000);
    await ordersTaken(acknowledged, 20);
    await shop.run("payment", "normal");
  });

  expect(visit.failures).toEqual([]);
  await expectBooksToAgree();
});

describe.each([
  ["memory", "set_vm_memory_high_watermark", "0.00001", ["absolute", "256MiB"]],
  ["disk", "set_disk_free_limit", "10000GB", ["512MB"]],
])("a %s alarm of the queue", (_, command, tooLow, usual) => {
  test("keeps no order from being accepted", async () => {
    const queue = await containerOf("queue");
    const control = (...words: string[]) => docker("exec", queue, "rabbitmqctl", "-q", ...words);

    const visit = await shopWhile("alarm", async (acknowledged) => {
      await control(command, tooLow);
      await expect.poll(() => control("status"), { timeout: 30_000 }).toMatch(/alarm on node/);
      await ordersTaken(acknowledged, 30);
      await control(command, ...usual);
    });

    expect(visit.failures).toEqual([]);
    await expectBooksToAgree();
  });
});

test("what can't be worked off is in the dead-letter queue, and can be put back", async () => {
  const patience = { timeout: 30_000, interval: 500 };
  const unknown = randomUUID();
  await publish(Buffer.from("no JSON at all \x1b[31m"), JSON.parse("[1]"), { orderId: unknown });
  await expect.poll(() => shop.run("queue", "status"), patience).toMatch(/charges\.dead +3/);

  const dead = await shop.run("queue", "dead");
  expect(dead).toContain("the message is not JSON");
  expect(dead).toContain(`the message is not {"orderId": "<an order's id>"}`);
  expect(dead).toContain(`there is no order ${unknown}`);
  expect(dead).not.toContain("\x1b[31m");
  const logs = await Promise.all(
    ["worker-1", "worker-2"].map(async (server) => docker("logs", await containerOf(server))),
  );
  const lines = logs.join("\n").split("\n");
  expect(lines.filter((line) => line.includes(unknown))).toEqual([
    expect.stringContaining("put into the dead-letter queue"),
  ]);

  const [id = ""] = dead.match(/^[0-9a-f]{8}(?= .*not JSON)/m) ?? [];
  expect(await shop.run("queue", "retry", id)).toContain(`put back into the queue: ${id}`);
  expect(await shop.run("queue", "retry", "all")).toContain("put back");
  await expect.poll(() => shop.run("queue", "status"), patience).toMatch(/charges\.dead +3/);
});

/** Puts messages into the queue that the shop itself would not. */
async function publish(...bodies: object[]): Promise<void> {
  const format = "{{ range .NetworkSettings.Networks }}{{ .IPAddress }} {{ end }}";
  const hostname = await docker("inspect", "--format", format, await containerOf("queue"));
  const secrets = JSON.parse(readFileSync(shop.environment.secretsFile, "utf8"));
  const login = { username: "shop", password: secrets["queue-password"] };
  const connection = new Connection({ hostname: hostname.trim(), port: 5672, ...login });
  const publisher = connection.createPublisher({ confirm: true });
  for (const body of bodies) {
    await publisher.send({ exchange: "charges", routingKey: "charge", durable: true }, body);
  }
  await publisher.close();
  await connection.close();
}

test("the queue's page asks for a password, and has no guest", async () => {
  const url = `http://127.0.0.1:${shop.environment.operatorsPort}/api/overview`;
  const secrets = JSON.parse(readFileSync(shop.environment.secretsFile, "utf8"));
  const ask = async (login: string) => {
    const authorization = `Basic ${Buffer.from(login).toString("base64")}`;
    return (await fetch(url, { headers: { authorization } })).status;
  };

  expect((await fetch(url)).status).toBe(401);
  expect(await ask("guest:guest")).toBe(401);
  expect(await ask(`operator:${secrets["queue-operator-password"]}`)).toBe(200);
});

test("the way back charges what waited in the queue, with no failed request", async () => {
  for (const server of ["worker-1", "worker-2"]) await docker("stop", await containerOf(server));
  await shopWhile("no workers", (acknowledged) => ordersTaken(acknowledged, 20));

  const visit = await shopWhile(`stage-6 to ${before}`, () => shop.run("deploy", before));

  expect(visit.failures).toEqual([]);
  await expectBooksToAgree();
  expect(await shop.plan(before)).toBe("");
  ledger.push((await placeOrder(shop.url)).id);
  await expectBooksToAgree();
});
