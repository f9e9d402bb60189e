import { expect, test } from "vitest";
import { seededRandom } from "../../../commands/measure/load/random.ts";
import load from "../../../shop/load/load.ts";
import { countRequests, LONGEST_WALK_MS, planWalk, type Visit } from "../../../shop/load/walk.ts";

/** The walks of many shoppers. */
function walks(count = 5000, onlyReads = false): Visit[][] {
  const random = seededRandom(1);
  return Array.from({ length: count }, () => planWalk(random, onlyReads));
}

const requestsOf = (visits: readonly Visit[]) =>
  visits.reduce((sum, visit) => sum + countRequests(visit), 0);

test("about 5 % of all requests are orders, a few of them to be refused or sent twice", () => {
  const visits = walks().flat();
  const orders = visits.filter(({ action }) => /^order( to refuse)?$/.test(action.kind));

  expect(requestsOf(orders) / requestsOf(visits)).toBeGreaterThan(0.045);
  expect(requestsOf(orders) / requestsOf(visits)).toBeLessThan(0.055);
  expect(requestsOf(orders)).toBeGreaterThan(orders.length);
  expect(orders.some(({ action }) => action.kind === "order to refuse")).toBe(true);
  expect(orders.some(({ action }) => "lines" in action)).toBe(true);
  expect(orders.some(({ action }) => !("lines" in action))).toBe(true);
});

test("a shopper fetches each file once at most, and some fetch none", () => {
  const found = walks(500);

  for (const visits of found) {
    const files = visits.flatMap((visit) => visit.files);
    expect(new Set(files).size).toBe(files.length);
  }
  expect(found.some((visits) => visits.length > 1 && !visits.some((v) => v.files.length))).toBe(
    true,
  );
});

test("a shopper who is there already only looks, so that nothing builds on what was never sent", () => {
  const kinds = walks(500, true).flatMap((visits) => visits.map(({ action }) => action.kind));

  expect(new Set(kinds)).toEqual(new Set(["catalogue", "product"]));
});

test("no walk is longer than it may be, and each kind of request is declared", () => {
  const visits = walks();

  expect(Math.max(...visits.map((walk) => walk.at(-1)?.at ?? 0))).toBeLessThanOrEqual(
    LONGEST_WALK_MS,
  );
  const kinds = new Set(visits.flat().map(({ action }) => action.kind));
  expect(Object.keys(load.kinds)).toEqual(expect.arrayContaining([...kinds]));
});
