import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyCores, readStatistics } from "../../commands/bench/engine-statistics.ts";
import { findChromium } from "../../commands/testing/chromium.ts";
import { readRules, seriesOf } from "../observability/rules.ts";
import { send } from "./client.ts";
import { expectHeld } from "./drilled.ts";
import { Observed } from "./observed.ts";
import { docker, Shop, until } from "./shop.ts";
import { shopDuring } from "./shoppers.ts";

let shop: Shop;
let observed: Observed;
beforeAll(async () => {
  shop = await Shop.create();
  observed = new Observed(shop);
  await shop.run("deploy", "stage-8");
});
afterAll(() => shop.remove());

test("every server is a target, and every target is up", async () => {
  const isUp = async () => {
    const targets = await observed.targets();
    return targets.length > 30 && targets.every(({ health }) => health === "up");
  };
  await until("all targets are up", isUp, 60);

  const instances = (await observed.targets()).map(({ labels }) => labels.instance);
  const watched = new Set(instances.map((instance) => instance.replace(/:\d+$/, "")));
  const addresses = await addressesOf(Object.entries(await shop.containers()));
  const unwatched = addresses.filter(({ ips }) => !ips.some((ip) => watched.has(ip)));
  console.log(`${instances.length} targets on ${addresses.length} machines`);

  expect(unwatched.map(({ server }) => server)).toEqual([]);
});

test("standing still it uses under 0.4 of a core", async () => {
  const containers = Object.entries(await shop.containers());
  const ids = containers.map(([, container]) => container);
  const engine = `unix://${shop.environment.engineSocket}`;

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

/** As a browser does: a picture that no edge holds yet comes from the file server. */
async function lookAtPicture(product: number): Promise<void> {
  const page = await shop.get(`/products/${product}`, "text/html");
  const [picture = "no picture"] = page.text.match(/\/static\/products\/[\w.]+\.svg/) ?? [];
  expect((await shop.get(picture)).status).toBe(200);
}

test("every rule and every panel has data", async () => {
  const names = readRules().flatMap(({ expr }) => seriesOf(expr));
  const known = await observed.get<{ data: string[] }>("/prometheus/api/v1/label/__name__/values");
  const rules = [...new Set(names)].filter((name) => !known.data.includes(name));

  const empty: string[] = [];
  for (const server of Object.keys(await shop.containers())) {
    if (server === "observability-collector-host") continue;
    type Charts = { charts: { title: string; lines: { values: (number | null)[] }[] }[] };
    const { charts } = await observed.get<Charts>(`/api/server/${server}`, { minutes: "10" });
    const hasData = (lines: Charts["charts"][number]["lines"]) =>
      lines.some(({ values }) => values.some((value) => value !== null));
    for (const { title, lines } of charts) if (!hasData(lines)) empty.push(`${server}: ${title}`);
  }

  // No server has a certificate yet: its rule waits for one.
  expect(rules).toEqual(["probe_ssl_earliest_cert_expiry"]);
  expect(empty).toEqual([]);
});

test("an order is one trace, and its id finds lines of every server that it passed", async () => {
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "idempotency-key": randomUUID(),
  };
  const body = JSON.stringify({ lines: [{ product: 7, quantity: 1 }] });
  const answer = await send(`${shop.url}/orders`, headers, body);
  const begin = performance.now();
  const requestId = `${answer.headers["x-request-id"]}`;
  const app = `${answer.headers["x-served-by"]}`;

  const services = ["app", "payment-provider", "worker"];
  const asked = ["database", "payment-provider", "queue"];
  const isTraced = async () => {
    const spans = await observed.spans(requestId.replaceAll("-", ""));
    const has = (names: string[], all: (string | undefined)[]) =>
      names.every((n) => all.includes(n));
    return (
      has(
        services,
        spans.map(({ service }) => service),
      ) &&
      has(
        asked,
        spans.map((span) => span.asked),
      )
    );
  };
  const tiers = ["public-address", "cdn", "load-balancer", "web", "database", "worker"];
  const isFound = async () => {
    const servers = (await observed.lines({ requestId })).map(({ server }) => server);
    const passed = tiers.every((tier) => servers.some((server) => server.startsWith(tier)));
    return passed && servers.includes(app) && servers.includes("payment-provider");
  };
  await until("the trace is whole", isTraced, 10);
  await until("lines of every server are found", isFound, 10);
  const seconds = (performance.now() - begin) / 1000;
  console.log(`an order's trace and lines were there after ${seconds.toFixed(1)} s`);

  expect(seconds).toBeLessThan(10);
});

describe("a fault is told of by name, and its end too:", () => {
  const faults = [
    { servers: ["app-1"], alerts: ["ServerDown app-1"] },
    { servers: ["worker-1", "worker-2"], alerts: ["QueueWithoutConsumers"] },
    { servers: ["cache"], alerts: ["CacheDown"] },
    { servers: ["file-server"], alerts: ["FileServerDown"] },
  ];

  test("an app server, the consumers, the cache and the file server are lost at once", async () => {
    await proveAlerts(
      faults.flatMap(({ servers }) => servers),
      faults.flatMap(({ alerts }) => alerts),
    );
  });

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

  /** Kills servers, waits for the alerts and their end after the repair, and prints the delays. */
  async function proveAlerts(servers: string[], alerts: string[]): Promise<void> {
    const containers = await shop.containers();
    const victims = servers.map((server) => containers[server] ?? "");
    const killed = Date.now();
    await docker("kill", ...victims);
    const fired = await Promise.all(
      alerts.map((each) => observed.delivery(each, "firing", killed)),
    );
    const repaired = Date.now();
    await docker("start", ...victims);
    const resolved = await Promise.all(
      alerts.map((each) => observed.delivery(each, "resolved", killed, 180)),
    );
    for (const [i, alert] of alerts.entries()) {
      const end = (resolved[i] ?? 0) - (repaired - killed) / 1000;
      console.log(
        `${alert}: delivered ${fired[i]?.toFixed(1)} s after the fault, resolved ${end.toFixed(1)} s after the repair`,
      );
    }
    const delivered = await observed.delivered();
    for (const { annotations } of delivered) {
      expect(annotations.summary).toMatch(/\w/);
      expect(annotations.runbook).toMatch(/^docs\/runbooks\/[a-z-]+\.md$/);
    }
  }
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

test("the live page shows the machines, a lost one, and a server's charts, lines and ways on", async () => {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const outside: string[] = [];
    page.on("request", (each) => {
      if (!each.url().startsWith(observed.url)) outside.push(each.url());
    });
    await page.goto(observed.url);
    await page.waitForSelector('[data-server="app-2"][data-health="good"]', { timeout: 60_000 });

    const { "web-1": web = "" } = await shop.containers();
    await docker("kill", web);
    await page.waitForSelector('[data-server="web-1"][data-health="down"]', { timeout: 30_000 });
    await page.waitForSelector('[data-alert="ServerDown"]', { timeout: 60_000 });
    await docker("start", web);
    await page.waitForSelector('[data-server="web-1"][data-health="good"]', { timeout: 60_000 });

    await page.click('[data-server="app-1"]');
    await page.waitForSelector(".uplot canvas");
    await page.waitForSelector('a[href^="/zipkin/"]');
    expect(page.url()).toContain("#server=app-1");
    expect(outside).toEqual([]);
  } finally {
    await browser.close();
  }
});

/** The addresses of each machine; a server on another's machine has that one's. */
async function addressesOf(containers: [string, string][]) {
  const format = "{{ range .NetworkSettings.Networks }}{{ .IPAddress }} {{ end }}";
  const all = await Promise.all(
    containers.map(async ([server, container]) => {
      const text = await docker("inspect", "--format", format, container);
      return { server, ips: text.split(" ").filter((ip) => ip !== "") };
    }),
  );
  return all.filter(({ ips }) => ips.length > 0);
}
