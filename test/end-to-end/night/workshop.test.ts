import { afterAll, beforeAll, expect, test } from "vitest";
import { docker, Shop } from "../shop.ts";
import { placeOrder } from "../shoppers.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.create();
});
afterAll(() => shop.remove());

test("the chapters are listed, and other words are refused with what is allowed", async () => {
  expect(await shop.run("workshop")).toMatch(
    /^3 +Two load balancers, .+ docs\/workshop\/stage-3\.md$/m,
  );
  for (const [words, sentence] of [
    ["strat 3", 'unknown command "strat": there are start, check, reset'],
    ["start", "chapter is missing: see npm run workshop -- start --help"],
    ["check 99", 'chapter is "99": use a chapter from 1 to 8'],
  ] as const) {
    const { all, exitCode } = await shop.start(["workshop", ...words.split(" ")]);

    expect(all.trim()).toBe(`error: ${sentence}`);
    expect(exitCode).toBe(1);
  }
});

test("somebody who comes late begins chapter 3 with what chapter 2 has left", async () => {
  const printed = await shop.run("workshop", "start", "3");

  expect(printed).toContain("chapter 3 begins here: Two load balancers");
  expect(Object.keys(await shop.containers())).toContain("database-1");
  expect(await shop.plan("stage-2")).toBe("");
});

test("what is not done is said with hints that are not the commands", async () => {
  const { "web-1": web = "", "app-1": app = "" } = await shop.containers();
  await docker("pause", web);
  await docker("kill", app);
  await shop.run("fault", "payment-dead");

  const { all, exitCode } = await shop.start(["workshop", "check", "2"]);

  expect(exitCode).toBe(1);
  expect(all).toContain("✓ stage-2 runs");
  expect(all).toMatch(/hint: not yet: .*app-1 \(Exited/);
  expect(all).toContain("✗ you saw what happens when an app server is lost");
  expect(all).not.toContain("npm run drill");
});

test("a broken shop is brought to the beginning of another chapter, whole and with payment", async () => {
  await shop.run("workshop", "start", "2");

  expect((await placeOrder(shop.url)).id).toMatch(/^[0-9a-f-]{36}$/);
  expect(await shop.plan("stage-1")).toBe("");
  const { all } = await shop.start(["workshop", "check", "1"]);
  expect(all).toContain("1 of 3 tasks of chapter 1 is still to do");
});

test("to begin with chapter 1 asks before it removes what runs, and a reset leaves nothing", async () => {
  const { all, exitCode } = await shop.start(["workshop", "start", "1"]);
  expect([exitCode, all]).toEqual([1, expect.stringContaining("there is no terminal to ask on")]);
  expect(await shop.remains()).not.toBe("");

  await shop.run("workshop", "start", "1", "--yes");

  expect(await shop.remains()).toBe("");
});
