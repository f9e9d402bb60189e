import { expect, test } from "vitest";
import {
  type Arrival,
  arrivals,
  countRequests,
} from "../../../../commands/measure/load/arrivals.ts";
import { longestWalk } from "../../../../commands/measure/load/walk.ts";

/** The arrivals before a time in milliseconds. */
function until(end: number, rate = 50, seed = 1): Arrival[] {
  const found: Arrival[] = [];
  for (const arrival of arrivals(rate, seed)) {
    if (arrival.at > end) return found;
    found.push(arrival);
  }
  return found;
}

const visits = (found: readonly Arrival[]) => found.flatMap((arrival) => arrival.visits);
const actions = (found: readonly Arrival[]) => visits(found).map(({ action }) => action);

test("the same seed gives the same shoppers, another one others", () => {
  expect(until(10_000)).toEqual(until(10_000));
  expect(until(10_000, 50, 2)).not.toEqual(until(10_000));
});

test.each([5, 50, 400])("%s requests a second are met, from the first seconds on", (rate) => {
  const found = until(60_000, rate, 7);
  const planned = found.flatMap(({ at, visits }) =>
    visits.flatMap((visit) => Array(countRequests([visit])).fill(at + visit.at) as number[]),
  );
  const between = (from: number, to: number) =>
    planned.filter((time) => time >= from && time < to).length / ((to - from) / 1000);

  expect(Math.abs(between(0, 60_000) / rate - 1)).toBeLessThan(0.06);
  expect(Math.abs(between(0, 10_000) / rate - 1)).toBeLessThan(rate < 50 ? 0.4 : 0.1);
});

test("about 5 % of all requests are orders, a few of them to be refused or sent twice", () => {
  const found = until(600_000);
  const all = countRequests(visits(found));
  const orders = visits(found).filter(({ action }) => /^order( to refuse)?$/.test(action.kind));

  expect(countRequests(orders) / all).toBeGreaterThan(0.045);
  expect(countRequests(orders) / all).toBeLessThan(0.055);
  expect(countRequests(orders)).toBeGreaterThan(orders.length);
  expect(orders.some(({ action }) => action.kind === "order to refuse")).toBe(true);
  expect(orders.some(({ action }) => "lines" in action)).toBe(true);
  expect(orders.some(({ action }) => !("lines" in action))).toBe(true);
});

test("a shopper fetches each file once at the most, and some fetch none", () => {
  const found = until(60_000);

  for (const { visits } of found) {
    const files = visits.flatMap((visit) => visit.files);
    expect(new Set(files).size).toBe(files.length);
  }
  expect(found.some(({ visits }) => visits.length > 1 && !visits.some((v) => v.files.length))).toBe(
    true,
  );
});

test("whoever was in the shop before only looks, so that nothing builds on what was never sent", () => {
  const early = until(0, 400).filter(({ at }) => at < 0);

  expect(early.length).toBeGreaterThan(50);
  expect(actions(early).every(({ kind }) => kind === "catalogue" || kind === "product")).toBe(true);
  expect(early.every(({ at, visits }) => visits.every((visit) => at + visit.at >= 0))).toBe(true);
});

test("no walk is longer than it may be", () => {
  const ends = until(600_000).map(({ visits }) => visits.at(-1)?.at ?? 0);

  expect(Math.max(...ends)).toBeLessThanOrEqual(longestWalk);
});
