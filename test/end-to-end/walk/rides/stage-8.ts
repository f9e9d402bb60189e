import { randomUUID } from "node:crypto";
import { chromium } from "playwright-core";
import { request } from "undici";
import { beforeAll, expect, test } from "vitest";
import { findChromium } from "../../../../commands/measure/testing/chromium.ts";
import { readRules, seriesOf } from "../../../observability/rules.ts";
import { send } from "../../client.ts";
import { Observed } from "../../observed.ts";
import { docker, type Shop, until } from "../../shop.ts";
import { placeOrder } from "../../shoppers.ts";
import type { Walk } from "../walk.ts";

let shop: Shop;
let observed: Observed;

/** What happens in the shop is seen: measurements, traces, lines, alerts and the page of them all. */
export function ride(walk: Walk): void {
  beforeAll(() => {
    shop = walk.shop;
    observed = new Observed(shop);
  });

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

  test("every rule and every panel has data", async () => {
    const names = readRules().flatMap(({ expr }) => seriesOf(expr));
    const known = await observed.get<{ data: string[] }>(
      "/prometheus/api/v1/label/__name__/values",
    );
    const rules = [...new Set(names)].filter((name) => !known.data.includes(name));

    // a server that started a moment ago has no rate yet: it needs two requests, at different times
    let empty: string[] = [];
    const hasAllData = async () => {
      await placeOrder(shop.url);
      empty = await emptyPanels();
      return empty.length === 0;
    };
    await until("all panels have data", hasAllData, 60).catch((error) => {
      throw new Error(`no data in ${empty.join(", ")}`, { cause: error });
    });

    // No server has a certificate yet: its rule waits for one.
    expect(rules).toEqual(["probe_ssl_earliest_cert_expiry"]);
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

  test("the pages of Prometheus, Alertmanager, Zipkin and VictoriaLogs are there, and nothing that changes logs", async () => {
    const page = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    const script = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" };
    const asked: [number, string, Record<string, string>][] = [
      [200, "/prometheus/classic/graph", page],
      [200, "/alertmanager/", page],
      [200, "/alertmanager/api/v2/silences", {}],
      [200, "/zipkin/", page],
      [200, "/logs/select/vmui/", page],
      [404, "/logs/insert/jsonline", {}],
      [404, "/logs/delete/run_task?filter=*", {}],
      [404, "/logs/internal/force_flush", {}],
      [403, "/prometheus/api/v1/targets", script],
      [403, "/alertmanager/api/v2/silences", script],
    ];
    const answers = await Promise.all(
      asked.map(async ([, path, headers]) => {
        const { statusCode, body } = await request(`${observed.url}${path}`, { headers });
        await body.dump();
        return [statusCode, path];
      }),
    );

    expect(answers).toEqual(asked.map(([status, path]) => [status, path]));
  });

  test("lost servers are shown and alerted on by name, and so is their return", async () => {
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
      const isShown = (server: string, health: string) =>
        page.waitForSelector(`[data-server="${server}"][data-health="${health}"]`, {
          timeout: 60_000,
        });
      await page.goto(observed.url);
      await isShown("app-1", "good");

      await proveAlerts(
        [
          { servers: ["app-1"], alert: "ServerDown app-1" },
          { servers: ["worker-1", "worker-2"], alert: "QueueWithoutConsumers" },
          { servers: ["cache"], alert: "CacheDown" },
          { servers: ["file-server-1", "file-server-2"], alert: "FileServerDown" },
        ],
        async () => {
          await isShown("app-1", "down");
          await page.waitForSelector('[data-alert="ServerDown"]', { timeout: 60_000 });
        },
      );

      await isShown("app-1", "good");
      await page.click('[data-server="app-1"]');
      await page.waitForSelector(".uplot canvas");
      await page.waitForSelector('a[href^="/zipkin/"]');
      expect(page.url()).toContain("#server=app-1");
      expect(outside).toEqual([]);
    } finally {
      await browser.close();
    }
  });
}

/** Servers that are lost, and the alert that has to name them. */
interface Loss {
  readonly servers: readonly string[];
  readonly alert: string;
}

/** Kills servers at once, waits for the alerts and for their end after the repair, and prints the delays. */
async function proveAlerts(
  losses: readonly Loss[],
  whileLost: () => Promise<unknown>,
): Promise<void> {
  const containers = await shop.containers();
  const victims = losses.flatMap(({ servers }) => servers.map((name) => containers[name] ?? ""));
  const delivered = (status: string, since: number, seconds?: number) =>
    Promise.all(losses.map(({ alert }) => observed.delivery(alert, status, since, seconds)));

  const killed = Date.now();
  await docker("kill", ...victims);
  await whileLost();
  const fired = await delivered("firing", killed);
  const repaired = Date.now();
  await docker("start", ...victims);
  const resolved = await delivered("resolved", killed, 180);

  for (const [i, { alert }] of losses.entries()) {
    const end = (resolved[i] ?? 0) - (repaired - killed) / 1000;
    console.log(
      `${alert}: delivered ${fired[i]?.toFixed(1)} s after the fault, resolved ${end.toFixed(1)} s after the repair`,
    );
  }
  for (const { annotations } of await observed.delivered()) {
    expect(annotations.summary).toMatch(/\w/);
    expect(annotations.runbook).toMatch(/^constructs\/[a-z/-]+\/runbooks\/[a-z-]+\.md$/);
  }
}

/** The panels of servers that have no data of the last ten minutes, as "server: title". */
async function emptyPanels(): Promise<string[]> {
  type Chart = { title: string; lines: { values: (number | null)[] }[] };
  const isEmpty = ({ lines }: Chart) =>
    lines.every(({ values }) => values.every((value) => value === null));

  const empty: string[] = [];
  for (const server of Object.keys(await shop.containers())) {
    if (server === "observability-collector-host") continue;
    const path = `/api/server/${server}`;
    const { charts } = await observed.get<{ charts: Chart[] }>(path, { minutes: "10" });
    empty.push(...charts.filter(isEmpty).map(({ title }) => `${server}: ${title}`));
  }
  return empty;
}

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
