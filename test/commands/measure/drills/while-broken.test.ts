import { expect, test } from "vitest";
import type { Way } from "../../../../commands/measure/drills/fault.ts";
import { whileBroken } from "../../../../commands/measure/drills/while-broken.ts";

const victims = [
  { name: "web-1", container: "shop-web-1", state: "running", status: "Up 1 hour", image: "web" },
];

/** A way that keeps a list of what was done. */
function recorded(done: string[], failing = ""): Way {
  const act = (what: string) => async () => {
    done.push(what);
    if (what === failing) throw new Error(`no ${what}`);
  };
  return { made: "a hammer", repaired: "a nail", make: act("make"), repair: act("repair") };
}

test("a fault ends repaired, and its moments are told", async () => {
  const done: string[] = [];

  const moments = await whileBroken({ name: "x", way: recorded(done) }, victims, async () => {
    done.push("during");
  });

  expect(done).toEqual(["make", "during", "repair"]);
  expect(moments.repairedAt).toBeGreaterThanOrEqual(moments.faultAt);
});

test("a fault ends repaired when it could be made in part only, or what follows fails", async () => {
  const [partly, afterwards]: [string[], string[]] = [[], []];

  const made = whileBroken({ name: "x", way: recorded(partly, "make") }, victims, async () => {});
  const during = whileBroken({ name: "x", way: recorded(afterwards) }, victims, async () => {
    throw new Error("no order");
  });

  await expect(made).rejects.toThrow("no make");
  await expect(during).rejects.toThrow("no order");
  expect([partly, afterwards]).toEqual([
    ["make", "repair"],
    ["make", "repair"],
  ]);
});

test("fails with what to do by hand when the repair fails", async () => {
  const way = recorded([], "repair");

  await expect(whileBroken({ name: "x", way }, victims, async () => {})).rejects.toThrow(
    "x is not repaired (no repair): do it by hand (a nail) for shop-web-1",
  );
});
