import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../../../commands/measure/testing/chromium.ts";
import { liveEnvironmentOf } from "../../../environment.ts";
import type { LiveArchitecture } from "../../../observability/src/model/architecture.ts";
import { docker, Shop } from "../shop.ts";

let shop: Shop;
let browser: Browser;
let page: Page;
let url: string;
beforeAll(async () => {
  shop = await Shop.create();
  url = `http://localhost:${shop.environment.livePort}`;
  browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
});
afterAll(async () => {
  await browser.close();
  await shop.remove();
});

const machine = (server: string, health: string) =>
  page.waitForSelector(`[data-server="${server}"][data-health="${health}"]`, { timeout: 30_000 });

test("the live page runs before there is a shop, and shows the first one's machines", async () => {
  const printed = await shop.run("observe");
  expect(printed).toContain(url);
  await page.goto(url);
  await page.getByText("Nothing runs yet").waitFor();

  await shop.run("deploy", "stage-1");

  await machine("app-1", "good");
  await machine("public-address", "good");
  await page.getByRole("heading", { name: "stage-1" }).waitFor();
});

test("during a promotion the old and the new servers are seen side by side", async () => {
  const seen = new Set<string>();
  let isDone = false;
  const look = async () => {
    while (!isDone) {
      const { containers } = await architecture();
      for (const { server, phase } of Object.values(containers)) {
        if (phase === "leaving" && containers[server]) seen.add(server);
      }
      await page.waitForTimeout(200);
    }
  };
  const promotion = shop.run("deploy", "stage-3").finally(() => {
    isDone = true;
  });
  await Promise.all([promotion, look()]);

  expect([...seen]).toEqual(expect.arrayContaining(["app-1", "web-1"]));
  await page.getByRole("heading", { name: "stage-3" }).waitFor();
  await machine("load-balancer-2", "good");
  expect(await page.locator('[data-health="leaving"]').count()).toBe(0);
});

test("a killed server is red until it is started again", async () => {
  const { "app-1": app = "" } = await shop.containers();

  await docker("kill", app);
  await machine("app-1", "down");
  await page.waitForSelector('[data-alert="ServerDown"]', { timeout: 30_000 });
  await docker("start", app);
  await machine("app-1", "good");

  await page.click('[data-server="app-1"]');
  await page.waitForSelector(".uplot canvas");
  expect(await page.locator('a[href^="/zipkin"]').count()).toBe(0);
});

test("the page is no part of the stage, and goes with the shop", async () => {
  expect(await shop.plan("stage-3")).toBe("");

  await shop.run("destroy", "--yes");

  expect(await shop.remains()).toBe("");
  expect(await observers()).toBe("");
  expect(await shop.run("observe", "stop")).toContain("there is nothing to remove");
});

async function architecture(): Promise<LiveArchitecture> {
  return (await (await fetch(`${url}/api/architecture`)).json()) as LiveArchitecture;
}

/** All that the engine holds of the page. */
async function observers(): Promise<string> {
  const filter = `label=blueprint.environment=${liveEnvironmentOf(shop.environment).name}`;
  const lists = [
    await docker("ps", "--all", "--quiet", "--filter", filter),
    await docker("network", "ls", "--quiet", "--filter", filter),
    await docker("volume", "ls", "--quiet", "--filter", filter),
  ];
  return lists.join("");
}
