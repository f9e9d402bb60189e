import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drillsOf } from "../../../commands/measure/workshop/chapter.ts";
import { findReachable, meantToReach } from "../reachability.ts";
import { placeOrder } from "../shoppers.ts";
import { Walk } from "./walk.ts";

/**
 * One shop goes through the workshop: each chapter is typed as a participant types it, with shoppers
 * in the shop; then the tests of that stage ride on what runs.
 */
const walk = new Walk();
beforeAll(() => walk.begin());
afterAll(() => walk.end());

/** What a stage has beside the rules for all of them. */
interface Ride {
  ride(walk: Walk): void;
}

async function rideOf(stage: string): Promise<Ride | undefined> {
  const file = new URL(`./rides/${stage}.ts`, import.meta.url);
  return existsSync(file) ? ((await import(`./rides/${stage}.ts`)) as Ride) : undefined;
}

let first: string;

for (const chapter of walk.chapters) {
  const { stage, number } = chapter;
  const own = await rideOf(stage);

  describe(`${stage}: ${chapter.title}`, () => {
    beforeAll(() => walk.enter(chapter));

    for (const block of chapter.blocks) {
      test(`$ ${block.command}`, () => walk.type(chapter, block));
    }

    test("no request failed but where the chapter says so, and every order is in both books", () =>
      walk.closeBooks());

    test("the chapter's tasks are done", async () => {
      const printed = await walk.shop.run("workshop", "check", `${number}`);

      expect(printed).toContain(`chapter ${number} is done`);
    });

    test("the live page has shown old servers beside new ones, and killed ones in red", () => {
      const killed = drillsOf(chapter).filter(({ fault }) => fault.startsWith("kill-"));

      // the first stage comes from nothing
      if (number > 1) expect(walk.serversSeen("leaving")).not.toEqual([]);
      if (killed.length > 0) expect(walk.serversSeen("down")).not.toEqual([]);
      expect(walk.serversSeen("up")).toContain("public-address");
    });

    test("only those who were granted access get an answer", async () => {
      expect(await findReachable(walk.shop, stage)).toEqual(meantToReach(stage));
    });

    if (own) own.ride(walk);

    test("what runs is the stage, and a plan would change nothing", async () => {
      first ??= (await placeOrder(walk.shop.url)).id;

      const review = await walk.shop.run("compare", "--running", stage, "--plan");

      expect(review).toContain("no change: all");
      expect(review).toContain("Terraform's plan  (it would change nothing)");
    });
  });
}

test("every order of the walk is still there, charged once, and the first one can be looked at", async () => {
  await walk.expectAllBooksWhole();

  const { status, text } = await walk.shop.get(`/orders/${first}`);

  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    id: first,
    status: expect.stringMatching(/paid|refused/),
  });
});

test.skipIf(walk.isKept)("a reset leaves no container, network or volume behind", async () => {
  await walk.shop.run("workshop", "reset", "--yes");

  expect(await walk.shop.remains()).toBe("");
});
