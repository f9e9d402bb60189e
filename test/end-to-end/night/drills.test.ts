import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Result } from "../../commands/drills/result.ts";
import { expectHeld } from "./drilled.ts";
import { docker, Shop, until } from "./shop.ts";

/** The later stages are drilled where their own tests have deployed them. */
let shop: Shop;
const folder = mkdtempSync(join(tmpdir(), "drills-"));
beforeAll(async () => {
  shop = await Shop.create();
  await shop.run("deploy", "stage-1");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await shop.remove();
});

test("stage 1 is away while its machine is, and loses no order", async () => {
  const { timeline } = await expectHeld(shop, "stage-1", "kill-machine");

  expect(timeline.overcome).toBe(false);
});

test("stage 1 takes no order while the payment provider is dead, and shows its pages", async () => {
  const { timeline } = await expectHeld(shop, "stage-1", "payment-dead");

  expect(timeline.groups.orders.failed).toBeGreaterThan(0);
});

test("a fault ends repaired when the drill is interrupted", async () => {
  const { "web-1": web = "" } = await shop.containers();
  const state = () => docker("inspect", "--format", "{{ .State.Status }}", web);

  const drill = shop.start(["drill", "--stage", "1", "--fault", "freeze-web"]);
  await until("the web server stands still", async () => (await state()) === "paused", 60);
  drill.kill("SIGINT");
  const { exitCode, all } = await drill;

  expect(await state()).toBe("running");
  expect(exitCode).toBe(130);
  expect(all).toContain("freeze-web is repaired first (docker unpause)");
});

test("the command deploys the stage, drills it, keeps the result, and leaves nothing to deploy", async () => {
  const json = join(folder, "result.json");

  const printed = await shop.run("drill", "--stage=2", "--fault=kill-web", `--json=${json}`);

  const [result] = JSON.parse(readFileSync(json, "utf8")) as Result[];
  expect(printed).toContain("✓ held: requests wait");
  expect(result).toMatchObject({ stage: "stage-2", fault: "kill-web", breaches: [] });
  expect(await shop.plan("stage-2")).toBe("");
});

test("stage 2 is away while its database is, and loses no order", async () => {
  const { timeline } = await expectHeld(shop, "stage-2", "kill-database");

  expect(timeline.overcome).toBe(false);
});
