import { test as base, vi } from "vitest";
import { LogStore } from "../../../observability/src/collector/log-store.ts";
import { timeOf } from "../../../observability/src/collector/logs/nanoseconds.ts";
import { Outbox } from "../../../observability/src/collector/outbox.ts";
import { DISK_MS, FakeLogStore } from "./fake-log-store.ts";

/** Longer than the store takes until lines are on its disk. */
const FLUSH_MS = 2 * DISK_MS;

/** An outbox, the store that it sends to, and which batches are settled. */
const test = base.extend("delivery", async ({ onTestFinished }) => {
  const log = { write: vi.fn() };
  const store = new FakeLogStore();
  await store.start();
  onTestFinished(() => store.kill());
  const outbox = new Outbox(new LogStore(store.url), log as never, FLUSH_MS);
  onTestFinished(() => outbox.stop());
  const settled: number[] = [];
  /** Adds batches of ten lines, with these numbers. */
  const add = (from: number, to: number, length = 1) => {
    for (let batch = from; batch < to; batch++) {
      const lines = Array.from({ length: 10 }, (_, index) => {
        const time = timeOf(1000 * batch + index);
        const text = `line ${batch}.${index}`.padEnd(length);
        const json = JSON.stringify({ time, container: "shop-app-1", stream: "stdout", text });
        return { id: `stdout ${time}` as const, time, json, isStored: false };
      });
      outbox.add({ container: "shop-app-1", lines, onStored: () => settled.push(batch) });
    }
  };
  const stored = () => store.lines.map(({ text }) => text.trim());
  return { log, store, outbox, settled, add, stored };
});

const numbers = (to: number) => Array.from({ length: to }, (_, index) => index);
const linesOf = (batches: number) =>
  numbers(batches).flatMap((batch) => numbers(10).map((index) => `line ${batch}.${index}`));
const soon = { timeout: 10_000 };

test.concurrent("delivers batches in order, and settles each when it is on the disk", async ({
  delivery: { outbox, settled, store, stored, add },
  expect,
}) => {
  const begin = performance.now();
  void outbox.run();
  add(0, 100);

  await expect.poll(stored, soon).toEqual(linesOf(100));
  expect(store.requests).toBeLessThan(10);
  await expect.poll(() => outbox.length, soon).toBe(0);
  expect(outbox).toMatchObject({ delivered: 1000, isConnected: true });

  await expect.poll(() => settled, soon).toEqual(numbers(100));
  expect(performance.now() - begin).toBeGreaterThan(FLUSH_MS);
});

test.concurrent("sends again what a killed store lost, and nothing that it has", async ({
  delivery: { outbox, settled, store, stored, add },
  expect,
}) => {
  void outbox.run();
  add(0, 5);
  await expect.poll(() => outbox.delivered, soon).toBe(50);
  await new Promise((resolve) => setTimeout(resolve, 1.5 * DISK_MS));
  add(5, 10);
  await expect.poll(() => outbox.delivered, soon).toBe(100);

  await store.kill();
  expect(stored()).toEqual(linesOf(5));
  await store.start();

  await expect.poll(() => settled, soon).toEqual(numbers(10));
  expect(stored()).toEqual(linesOf(10));
  expect(outbox.delivered).toBe(150);
});

test.concurrent("sends again what a store lost that was unavailable for a moment only", async ({
  delivery: { outbox, settled, store, stored, add },
  expect,
}) => {
  void outbox.run();
  add(0, 5);
  await expect.poll(() => outbox.delivered, soon).toBe(50);

  await store.kill();
  await store.start();

  await expect.poll(() => settled, soon).toEqual(numbers(5));
  expect(stored()).toEqual(linesOf(5));
});

test.concurrent("waits while the store accepts no lines, and logs the reason once", async ({
  delivery: { log, outbox, settled, store, add },
  expect,
}) => {
  store.status = 503;
  void outbox.run();
  add(0, 5);
  await new Promise((resolve) => setTimeout(resolve, 1300));
  expect(outbox).toMatchObject({ isConnected: false, length: 50 });
  expect(store.connections).toBeLessThan(2);
  expect(log.write.mock.calls).toEqual([
    [
      {
        level: "warning",
        message: `the log store ${store.url} accepts no lines: it responds with status 503: the disk is full`,
      },
    ],
  ]);

  store.status = 200;
  await expect.poll(() => settled, soon).toEqual(numbers(5));
});

test.concurrent("is full at 8 MiB, until there is room again", async ({
  delivery: { outbox, settled, add },
  expect,
}) => {
  add(0, 9, 100_000);
  expect(outbox.isFull).toBe(true);

  void outbox.run();

  await expect.poll(() => settled.length, soon).toBe(9);
  expect(outbox.isFull).toBe(false);
});
