import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Registry } from "prom-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Engine } from "../../../observability/src/collector/engine/engine.ts";
import { RequestFigures } from "../../../observability/src/collector/figures/request-figures.ts";
import { Followers } from "../../../observability/src/collector/followers.ts";
import { timeOf } from "../../../observability/src/collector/logs/nanoseconds.ts";
import { Outbox } from "../../../observability/src/collector/outbox.ts";
import { Positions } from "../../../observability/src/collector/positions.ts";
import { FakeEngine } from "./fake-engine.ts";
import { RelpServer } from "./relp-server.ts";

const log = { write: vi.fn() } as never;
let engine: FakeEngine;
let logHost: RelpServer;
let folder: string;
let containers: string;
let url: string;
let stop = () => {};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "followers-"));
  containers = mkdtempSync(join(tmpdir(), "containers-"));
  engine = new FakeEngine(containers);
  logHost = new RelpServer();
  url = await engine.start();
  await logHost.start();
});
afterEach(async () => {
  stop();
  engine.stop();
  await logHost.stop();
  rmSync(folder, { recursive: true });
  rmSync(containers, { recursive: true });
});

function startCollector() {
  const outbox = new Outbox({ host: "127.0.0.1", port: logHost.port }, log);
  const positions = Positions.open(join(folder, "positions.json"));
  const registry = new Registry();
  const followers = new Followers({
    engine: new Engine(url, "shop"),
    folder: containers,
    outbox,
    positions,
    figures: new RequestFigures(registry),
    countedFrom: timeOf(0),
    log,
  });
  outbox.start();
  void followers.run();
  stop = () => {
    followers.stop();
    outbox.stop();
    positions.save();
  };
  return { registry, outbox };
}

const stored = () =>
  logHost.lines
    .flatMap((message) => message.split("\n"))
    .map((line) => JSON.parse(JSON.parse(line).text).line);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test("stores each line once, also over restarts of the log host and of the collector", async () => {
  engine.write(10);
  const { outbox } = startCollector();
  await expect.poll(stored, { timeout: 5000 }).toEqual(upTo(10));
  await expect.poll(() => outbox.length).toBe(0);

  await logHost.stop();
  engine.write(3000);
  await logHost.start();
  await expect.poll(stored, { timeout: 10_000 }).toEqual(upTo(3010));
  await expect.poll(() => outbox.length).toBe(0);

  stop();
  engine.write(90);
  startCollector();
  await expect.poll(stored, { timeout: 5000 }).toEqual(upTo(3100));

  engine.write(5);
  engine.rotate();
  engine.write(5);
  await expect.poll(stored, { timeout: 2000 }).toEqual(upTo(3110));

  engine.write(5);
  engine.remove();
  await expect.poll(stored, { timeout: 5000 }).toEqual(upTo(3115));
}, 30_000);

test("counts on while the log host is away, and nothing twice when it is back", async () => {
  const { registry, outbox } = startCollector();
  await expect.poll(() => outbox.isConnected).toBe(true);
  await logHost.stop();

  engine.write(4000);
  const requests = async () =>
    (await registry.getSingleMetric("server_requests_total")?.get())?.values;
  await expect.poll(requests, { timeout: 5000 }).toMatchObject([{ value: 4000 }]);
  // and at the most one batch more
  expect(outbox.length).toBeLessThan(2500);

  await logHost.start();
  await expect.poll(() => stored().length, { timeout: 10_000 }).toBe(4000);
  expect(await requests()).toMatchObject([{ value: 4000 }]);
}, 30_000);
