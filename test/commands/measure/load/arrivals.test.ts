import { expect, test } from "vitest";
import {
  type Arrival,
  arrivals,
  countRequests,
} from "../../../../commands/measure/load/arrivals.ts";
import type { Load } from "../../../../constructs/app/load.ts";
import { notesLoad } from "./notes.ts";

/** The arrivals before a time in milliseconds. */
function until(end: number, rate: number, seed = 1, load: Load = notesLoad()): Arrival[] {
  const found: Arrival[] = [];
  for (const arrival of arrivals(load, rate, seed)) {
    if (arrival.at > end) return found;
    found.push(arrival);
  }
  return found;
}

const timesOf = (found: readonly Arrival[]) =>
  found.flatMap(({ at, steps }) =>
    steps.flatMap((step) => Array<number>(countRequests([step])).fill(at + step.at)),
  );

test("the same seed gives the same sessions, another one others", () => {
  expect(timesOf(until(10_000, 50))).toEqual(timesOf(until(10_000, 50)));
  expect(timesOf(until(10_000, 50, 2))).not.toEqual(timesOf(until(10_000, 50)));
});

test.each([5, 50, 400])("%s requests per second are met, from the first seconds on", (rate) => {
  const planned = timesOf(until(60_000, rate, 7));
  const between = (from: number, to: number) =>
    planned.filter((time) => time >= from && time < to).length / ((to - from) / 1000);

  expect(Math.abs(between(0, 60_000) / rate - 1)).toBeLessThan(0.06);
  expect(Math.abs(between(0, 10_000) / rate - 1)).toBeLessThan(rate < 50 ? 0.4 : 0.1);
});

test("a visitor who is there already only reads, from the begin of the load on", () => {
  const early = until(0, 400).filter(({ at }) => at < 0);

  expect(early.length).toBeGreaterThan(50);
  expect(early.flatMap(({ steps }) => steps)).toEqual([]);
});

test("fails when a session has no requests, since no rate comes of it", () => {
  expect(() => until(10, 50, 1, { ...notesLoad(), plan: () => [] })).toThrow("without requests");
});
