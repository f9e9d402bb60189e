import { expect, onTestFinished, test, vi } from "vitest";
import { startLoad } from "../../../commands/measure/load/load.ts";
import { countFailures } from "../../../commands/measure/load/summary.ts";
import load from "../../../shop/load/load.ts";
import { openShop } from "./fake-shop.ts";

// Real time passes here, and other tests run beside.
vi.setConfig({ testTimeout: 20_000 });

test("shoppers look, buy and get what a browser would, without a failure", async () => {
  const shop = await openShop(onTestFinished, async () => undefined);

  const running = startLoad({ load, url: shop.url }, { rate: 200, seed: 1 });
  await expect.poll(() => shop.orders.size, { timeout: 10_000 }).toBeGreaterThan(0);
  await expect.poll(() => shop.paths.length, { timeout: 10_000 }).toBeGreaterThan(100);
  const { samples, ledger } = await running.stop();

  expect(countFailures(samples)).toEqual({});
  expect(samples.length).toBeGreaterThan(50);
  expect(samples.length).toBe(shop.paths.length);
  expect(ledger.acknowledged.map(({ key, ids }) => [key, ...ids])).toEqual(
    expect.arrayContaining([...shop.orders]),
  );
  expect(ledger.acknowledged).toHaveLength(shop.orders.size);
});
