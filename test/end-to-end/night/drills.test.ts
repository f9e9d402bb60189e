import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listStages } from "../../../commands/lib/stage-name.ts";
import { appliesTo, type Fault } from "../../../commands/measure/drills/fault.ts";
import { loadFaults } from "../../../commands/measure/drills/load-faults.ts";
import type { Result } from "../../../commands/measure/drills/result.ts";
import { expectHeld } from "../drilled.ts";
import { docker, Shop, until } from "../shop.ts";

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

test("stage 1 takes no order while the payment provider is dead, and shows its pages", async () => {
  const { timeline } = await expectHeld(shop, "stage-1", "payment-dead");

  expect(timeline.groups.writes.failed).toBeGreaterThan(0);
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

const lastStageOf = (fault: Fault) =>
  listStages().findLast((stage) => appliesTo(fault, stage)) ?? "no stage";

/** What `observability.test.ts` drills in the last stage. */
const madeElsewhere = ["kill-primary", "kill-web"];
/** TCP repeats lost packets before any of our programs sees it: one server with an equal, one without. */
const badNetworks = ["lossy-app", "lossy-primary", "packet-loss-app", "packet-loss-primary"];
const isBadNetwork = ({ name }: Fault) => /^(lossy|packet-loss)-/.test(name);

const faults = await loadFaults();
const drilled = faults
  .filter(({ name }) => !madeElsewhere.includes(name))
  .filter((fault) =>
    isBadNetwork(fault) ? badNetworks.includes(fault.name) : fault.onlyNamed !== true,
  );
const lastStages = [...new Set(drilled.map(lastStageOf))].sort();

/** Each fault in the last stage that knows it; the workshop and other tests make some of them earlier, too. */
describe.each(lastStages)("in %s", (stage) => {
  const here = drilled.filter((fault) => lastStageOf(fault) === stage);

  beforeAll(async () => {
    await shop.run("deploy", stage);
  });

  test.for(here)("$name does as promised", async ({ name, hindrance }, { skip }) => {
    const reason = await hindrance?.(stage);
    skip(reason !== undefined, reason);

    await expectHeld(shop, stage, name);
  });

  test("nothing is left to deploy after all of these drills", async () => {
    expect(await shop.plan(stage)).toBe("");
  });
});
