import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lookForEngine } from "../../../commands/lib/engine/engine.ts";
import { busyCores, readStatistics } from "../../../commands/measure/bench/engine-statistics.ts";
import { expectHeld } from "../drilled.ts";
import { Observed } from "../observed.ts";
import { docker, Shop, until } from "../shop.ts";
import { shopDuring } from "../shoppers.ts";

let shop: Shop;
let observed: Observed;
beforeAll(async () => {
  shop = await Shop.create();
  observed = new Observed(shop);
  await shop.run("deploy", "stage-8");
});
afterAll(() => shop.remove());

test("standing still it uses under 0.4 of a core", async () => {
  const containers = Object.entries(await shop.containers());
  const ids = containers.map(([, container]) => container);
  const { engine } = await lookForEngine();
  if (!engine) throw new Error("no engine answers");

  const before = await readStatistics(engine, ids);
  await sleep(30_000);
  const after = await readStatistics(engine, ids);

  const cores = busyCores(before, after);
  const each = containers.map(([server], i) => ({
    server,
    cores: busyCores(before.slice(i, i + 1), after.slice(i, i + 1)),
  }));
  const largest = each.sort((one, other) => other.cores - one.cores).slice(0, 3);
  const users = largest.map((user) => `${user.server} ${user.cores.toFixed(3)}`);
  console.log(`at rest: ${cores.toFixed(3)} cores, most by ${users.join(", ")}`);

  expect(cores).toBeLessThan(0.4);
});

test("a quiet run of five minutes under load fires no alert", async () => {
  const fired = new Set<string>();
  const visit = await shopDuring(shop.url, 30, async () => {
    const end = Date.now() + 300_000;
    for (let product = 1; Date.now() < end; product++) {
      await lookAtPicture(product);
      for (const alert of await observed.firing()) fired.add(alert);
      await sleep(5000);
    }
  });
  console.log(`quiet run: ${visit.requests} requests, ${visit.failures.length} failed`);

  expect(visit.failures).toEqual([]);
  expect([...fired]).toEqual([]);
  expect(await observed.delivered()).toEqual([]);
});

/** As a browser does: a picture that no edge holds yet comes from a file server. */
async function lookAtPicture(product: number): Promise<void> {
  const page = await shop.get(`/products/${product}`, "text/html");
  const [picture = "no picture"] = page.text.match(/\/static\/products\/[\w.]+\.svg/) ?? [];
  expect((await shop.get(picture)).status).toBe(200);
}

describe("a fault is alerted on by name, and so is its end:", () => {
  test.each([
    ["kill-primary", "database-"],
    ["kill-web", "web-1"],
  ])("%s", async (fault, server) => {
    const { alert } = await expectHeld(shop, "stage-8", fault);

    expect(alert?.firedSeconds).toBeLessThan(60);
    expect((await observed.delivered()).map(({ labels }) => labels)).toContainEqual(
      expect.objectContaining({
        alertname: "ServerDown",
        server: expect.stringContaining(server),
      }),
    );
  });
});

test("the shop does not notice that all observing servers are gone", async () => {
  const containers = await shop.containers();
  const observers = Object.entries(containers).filter(([server]) => /^observ|^traces/.test(server));

  const visit = await shopDuring(shop.url, 30, async (_, acknowledged) => {
    await docker("kill", ...observers.map(([, container]) => container));
    await until("orders are taken", async () => acknowledged() >= 30, 60);
    // A shared host first: its servers join its network.
    const isHost = ([server]: [string, string]) => server.endsWith("-host");
    const [hosts, others] = [observers.filter(isHost), observers.filter((each) => !isHost(each))];
    for (const [, container] of [...hosts, ...others]) await docker("start", container);
    await sleep(3000);
  });
  console.log(
    `without observers: ${visit.requests} requests, ${visit.failures.length} failed, longest wait ${visit.longestMilliseconds} ms`,
  );

  expect(visit.failures).toEqual([]);
  await until(
    "the page answers again",
    async () => (await observed.get("/api/state")) !== null,
    60,
  );
});
