import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectHeld } from "../drilled.ts";
import { docker, Shop, until } from "../shop.ts";
import { placeOrder, shopDuring, type Visit } from "../shoppers.ts";

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

test.each(["kill-queue-node", "freeze-queue-node", "cut-queue-node", "kill-queue", "kill-worker"])(
  "%s is noticed by nobody",
  async (fault) => {
    await expectHeld(shop, "stage-6", fault);

    ledger.push(...(await shop.orders()).filter((id) => !ledger.includes(id)));
    await expectBooksToAgree();
  },
);

test("a queue that lost its volume's messages loses no order", async () => {
  for (const server of ["worker-1", "worker-2"]) await docker("stop", await containerOf(server));
  await shopWhile("no workers", (acknowledged) => ordersTaken(acknowledged, 15));
  const queue = await containerOf("queue-1");
  await docker("exec", queue, "rabbitmqctl", "-q", "purge_queue", "charges");
  for (const server of ["worker-1", "worker-2"])
    await docker("start", (await stopped(server)) ?? "");

  await expectBooksToAgree(150);
});

test("a node that has lost its volume becomes a member again, and then another one may fail", async () => {
  const [lost, other] = [await containerOf("queue-2"), await containerOf("queue-3")];
  const image = await docker("inspect", "--format", "{{.Config.Image}}", lost);
  const emptied = ["--entrypoint=find", image, "/data", "-mindepth", "1", "-delete"];

  const visit = await shopWhile("lost volume", async (acknowledged) => {
    await docker("kill", lost);
    await docker("run", "--rm", "--user=0", "--volume", `${shop.name}-queue-2:/data`, ...emptied);
    await docker("start", lost);
    await until(
      "all nodes are members",
      async () => /charges +\d+ +\d+ +3 of 3/.test(await shop.run("queue", "status")),
      90,
    );
    await docker("kill", other);
    await ordersTaken(acknowledged, 15);
    const moment = await primaryTime();
    await until("they are charged", async () => (await waitingSince(moment)) === 0, 30);
    await docker("start", other);
  });

  expect(visit.failures).toEqual([]);
  await expectBooksToAgree();
});

async function primaryTime(): Promise<string> {
  return (await shop.query("SELECT now() WHERE NOT pg_is_in_recovery()")).join();
}

/** The number of orders from before a moment that are not charged yet. */
async function waitingSince(moment: string): Promise<number> {
  const before = `NOT pg_is_in_recovery() AND created_at < '${moment}'`;
  return (await shop.query(`SELECT order_id FROM outbox WHERE ${before}`)).length;
}

async function stopped(server: string): Promise<string> {
  const filters = [`environment=${shop.name}`, `server=${server}`].flatMap((label) => [
    "--filter",
    `label=blueprint.${label}`,
  ]);
  return docker("ps", "--all", "--quiet", ...filters);
}

test("orders are accepted while the payment provider is dead, and all are paid afterwards", async () => {
  const visit = await shopWhile("payment provider dead", async (acknowledged) => {
    await shop.run("fault", "payment-dead");
    await sleep(60_000);
    await ordersTaken(acknowledged, 20);
    await shop.run("fault", "payment-dead", "--repair");
  });

  expect(visit.failures).toEqual([]);
  await expectBooksToAgree();
});

describe.each([
  ["memory", "set_vm_memory_high_watermark", "0.00001", ["absolute", "256MiB"]],
  ["disk", "set_disk_free_limit", "10000GB", ["512MB"]],
])("a %s alarm of the queue", (_, command, tooLow, usual) => {
  test("keeps no order from being accepted", async () => {
    const queue = await containerOf("queue-1");
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
