import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { startLoad } from "../../../../commands/measure/load/load.ts";
import { describeGenerator } from "../../../../commands/measure/load/report.ts";
import { countFailures } from "../../../../commands/measure/load/summary.ts";
import { Gate, openShop } from "./fake-shop.ts";

// Real time passes here, and other tests run beside.
vi.setConfig({ testTimeout: 20_000 });

test("shoppers look, buy and get what a browser would, without a failure", async () => {
  const shop = await openShop(onTestFinished, async () => undefined);

  const load = startLoad({ url: shop.url, rate: 200, seed: 1 });
  await expect.poll(() => shop.orders.size, { timeout: 10_000 }).toBeGreaterThan(0);
  await expect.poll(() => shop.paths.length, { timeout: 10_000 }).toBeGreaterThan(100);
  const record = await load.stop();

  expect(countFailures(record.samples)).toEqual({});
  expect(record.samples.length).toBeGreaterThan(50);
  expect(record.samples.length).toBe(shop.paths.length);
  const { acknowledged } = record.ledger;
  expect(acknowledged.map(({ key, ids }) => [key, ...ids])).toEqual(
    expect.arrayContaining([...shop.orders]),
  );
  expect(acknowledged).toHaveLength(shop.orders.size);
  expect(load.progress()).toMatchObject({ failed: 0, underWay: 0, sent: record.samples.length });
});

test("a load whose own program is held up says so", async () => {
  const shop = await openShop(onTestFinished, async () => undefined);

  const load = startLoad({ url: shop.url, rate: 100, seed: 1 });
  await sleep(300);
  const end = performance.now() + 500;
  while (performance.now() < end);
  await sleep(300);
  const { generator } = await load.stop();

  expect(generator.keptUp).toBe(false);
  expect(generator.lateness.max).toBeGreaterThan(300);
  expect(describeGenerator(generator).join("\n")).toContain("it did not keep up");
});

test.concurrent("a shop that stands still makes all wait who come meanwhile, not only those who had asked", async ({
  onTestFinished,
}) => {
  const gate = new Gate();
  const shop = await openShop(onTestFinished, async () => {
    await gate.pass();
    return undefined;
  });

  const load = startLoad({ url: shop.url, rate: 100, seed: 1 });
  await sleep(500);
  gate.shut(600);
  const begin = performance.timeOrigin + performance.now();
  await sleep(1000);
  const { samples, ledger } = await load.stop();

  const meanwhile = samples.filter(
    ({ plannedAt }) => plannedAt >= begin && plannedAt < begin + 550,
  );
  expect(countFailures(samples)).toEqual({});
  expect(meanwhile.length).toBeGreaterThan(20);
  for (const { plannedAt, milliseconds } of meanwhile) {
    expect(plannedAt + milliseconds).toBeGreaterThan(begin + 590);
  }
  expect(ledger.unanswered).toEqual([]);
});

test.concurrent("failures are counted by kind and reason, and orders without an answer are told", async ({
  expect,
  onTestFinished,
}) => {
  const shop = await openShop(onTestFinished, async (path) =>
    path === "/orders" ? 503 : path.startsWith("/products/") ? 500 : undefined,
  );

  const load = startLoad({ url: shop.url, rate: 200, seed: 1 });
  await expect.poll(() => shop.paths, { timeout: 10_000 }).toContain("POST /orders");
  const { kinds, ledger } = await load.stop();

  const failures = Object.fromEntries(kinds.map(({ kind, failures }) => [kind, failures]));
  expect(failures.order).toEqual({ "answered 503": expect.any(Number) });
  expect(failures.product).toEqual({ "answered 500": expect.any(Number) });
  expect(failures.catalogue).toEqual({});
  expect(ledger.unanswered.length).toBeGreaterThan(0);
  expect(ledger.acknowledged).toEqual([]);
});

test.concurrent("a shop that is away is told as such, and the load goes on", async ({
  onTestFinished,
}) => {
  const shop = await openShop(onTestFinished, async () => undefined);
  await shop.close();

  const load = startLoad({ url: shop.url, rate: 100, seed: 1 });
  await sleep(500);
  const { samples } = await load.stop();

  expect(Object.keys(countFailures(samples))).toEqual(["connection refused"]);
  expect(samples.length).toBeGreaterThan(5);
});
