import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listStages } from "../../../commands/lib/stage-name.ts";
import type { Step } from "../../../commands/measure/promote/step.ts";
import { Shop } from "../shop.ts";
import { placeOrder } from "../shoppers.ts";

const stages = listStages();

let shop: Shop;
let folder: string;
beforeAll(async () => {
  shop = await Shop.create();
  folder = await mkdtemp(join(tmpdir(), "blueprint-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await shop.remove();
});

let first: string;

test("stage 1 comes up from nothing, sells something, and has nothing left to change", async () => {
  const printed = await shop.run("deploy", "stage-1");

  expect(printed).toContain(shop.url.replace("127.0.0.1", "localhost"));
  first = (await placeOrder(shop.url)).id;
  expect(await shop.plan("stage-1")).toBe("");
});

/** Goes through stages under load, and gives what each step cost. */
async function promote(path: string): Promise<Step[]> {
  const json = join(folder, "promotion.json");
  const { all } = await shop.start(["promote", "--path", path, "--rate", "20", "--json", json]);
  console.log(all);
  return (JSON.parse(await readFile(json, "utf8")) as { steps: Step[] }).steps;
}

/** How long a wait may be is told by the figures: it depends on what else the machine does. */
function expectNothingFailed(steps: readonly Step[]): void {
  expect(steps.map(({ deployed }) => deployed.words)).toEqual(steps.map(() => ""));
  expect(steps.flatMap(({ failures }) => failures)).toEqual([]);
  expect(steps.map(({ verdict }) => verdict)).toEqual(
    steps.map(() => expect.objectContaining({ isWhole: true, unknown: [] })),
  );
}

test("1, 3, 4, 2: over several stages at once no request fails, and no order is lost or doubled", async () => {
  const steps = await promote("3,4,2");

  expectNothingFailed(steps);
  expect(steps).toHaveLength(3);
  expect(await shop.plan("stage-2")).toBe("");
});

/** What the comparison of what runs with a stage says, with Terraform's plan. */
async function reviewOf(stage: string): Promise<string> {
  return await shop.run("compare", "--running", stage, "--plan");
}

test("a comparison with what runs accounts for each line of Terraform's plan", async () => {
  for (const stage of [stages[0], stages.at(-1)].map(String)) {
    const review = await reviewOf(stage);

    expect(review).toMatch(/Terraform's plan {2}\(all [1-9]\d* lines are accounted for\)/);
    expect(review).toContain(`what runs → ${stage}`);
  }
});

/** Over all stages at once, and each to the one below it. The workshop goes up, stage by stage. */
for (const stage of stages.toReversed()) {
  test(`a running shop becomes ${stage} without a failed request or a lost order`, async () => {
    const steps = await promote(stage.replace("stage-", ""));

    expectNothingFailed(steps);
    expect(steps).toHaveLength(1);
    expect(await shop.plan(stage)).toBe("");
  });
}

test("the first order can still be looked at", async () => {
  const { status, text } = await shop.get(`/orders/${first}`);

  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    id: first,
    status: expect.stringMatching(/paid|refused/),
  });
});

test("destroy leaves no container, network or volume behind", async () => {
  await shop.run("destroy", "--yes");

  expect(await shop.remains()).toBe("");
});
