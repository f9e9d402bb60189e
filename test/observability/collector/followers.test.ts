import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Registry } from "prom-client";
import { test as base, vi } from "vitest";
import { Engine } from "../../../observability/src/collector/engine/engine.ts";
import { Followers } from "../../../observability/src/collector/followers.ts";
import { LogStore } from "../../../observability/src/collector/log-store.ts";
import { timeOf } from "../../../observability/src/collector/logs/nanoseconds.ts";
import { RequestMetrics } from "../../../observability/src/collector/metrics/request-metrics.ts";
import { Outbox } from "../../../observability/src/collector/outbox.ts";
import { Positions } from "../../../observability/src/collector/positions.ts";
import { CREATED, FakeEngine } from "./fake-engine.ts";
import { FakeLogStore } from "./fake-log-store.ts";

const log = { write: vi.fn() } as never;
/** An engine, a log store, and collectors between them. */
const test = base.extend("site", async ({ onTestFinished }) => {
  const folder = mkdtempSync(join(tmpdir(), "followers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const containers = mkdtempSync(join(tmpdir(), "containers-"));
  onTestFinished(() => rmSync(containers, { recursive: true }));
  const engine = new FakeEngine(containers);
  const url = await engine.start();
  onTestFinished(() => engine.stop());
  const logStore = new FakeLogStore();
  await logStore.start();
  onTestFinished(() => logStore.kill());

  const startCollector = () => {
    const store = new LogStore(logStore.url);
    const outbox = new Outbox(store, log);
    const positions = Positions.open(join(folder, "positions.json"));
    const registry = new Registry();
    const followers = new Followers({
      engine: new Engine(url, "shop"),
      folder: containers,
      store,
      outbox,
      positions,
      requestMetrics: new RequestMetrics(registry),
      countedFrom: timeOf(0),
      log,
    });
    void outbox.run();
    void followers.run();
    const stop = () => {
      followers.stop();
      outbox.stop();
      positions.save();
    };
    onTestFinished(stop);
    return { registry, outbox, stop };
  };
  const stored = () => logStore.lines.map(({ text }) => JSON.parse(text).line);
  return { engine, logStore, startCollector, stored };
});

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test.concurrent("stores each line once, also over restarts of the log store and of the collector", async ({
  expect,
  site,
}) => {
  site.engine.write(10);
  const { outbox, stop } = site.startCollector();
  await expect.poll(site.stored, { timeout: 5000 }).toEqual(upTo(10));
  expect(site.logStore.queries[0]).toContain(`_time:>=${CREATED} `);
  await expect.poll(() => outbox.length).toBe(0);

  await site.logStore.kill();
  site.engine.write(3000);
  await site.logStore.start();
  await expect.poll(site.stored, { timeout: 10_000 }).toEqual(upTo(3010));
  await expect.poll(() => outbox.length).toBe(0);

  stop();
  site.engine.write(90);
  site.startCollector();
  await expect.poll(site.stored, { timeout: 5000 }).toEqual(upTo(3100));

  site.engine.write(5);
  site.engine.rotate();
  site.engine.write(5);
  await expect.poll(site.stored, { timeout: 5000 }).toEqual(upTo(3110));

  site.engine.write(5);
  site.engine.remove();
  await expect.poll(site.stored, { timeout: 5000 }).toEqual(upTo(3115));
}, 30_000);

test.concurrent("continues to count while the log store is unavailable, and counts no line twice afterwards", async ({
  expect,
  site,
}) => {
  const { registry, outbox } = site.startCollector();
  site.engine.write(10);
  await expect.poll(site.stored, { timeout: 5000 }).toEqual(upTo(10));
  await site.logStore.kill();

  // 12 MB, which the outbox has no room for
  site.engine.write(4000, 3000);
  const requests = async () =>
    (await registry.getSingleMetric("server_requests_total")?.get())?.values;
  await expect.poll(requests, { timeout: 5000 }).toMatchObject([{ value: 4010 }]);
  expect(outbox.isFull).toBe(true);
  expect(outbox.length).toBeLessThan(3000);

  await site.logStore.start();
  await expect.poll(() => site.stored().length, { timeout: 15_000 }).toBe(4010);
  expect(await requests()).toMatchObject([{ value: 4010 }]);
}, 30_000);
