import { describe, expect, test } from "vitest";
import {
  failedOf,
  isCalm,
  longestWaitOf,
  readTimeline,
} from "../../../../commands/measure/drills/timeline.ts";

import { calm, faultAt, kinds, sample } from "./samples.ts";

const moments = { faultAt, repairedAt: faultAt + 20_000 };

describe("a timeline", () => {
  test("is one of nobody noticing when all requests were answered within a second", () => {
    const timeline = readTimeline(calm(-5, 30), moments, kinds);

    expect(timeline).toMatchObject({ overcome: true, recoverySeconds: 0, afterRepairSeconds: 0 });
    expect(failedOf(timeline)).toBe(0);
  });

  test("has the share of the requests under the fault that failed or took longer than a second", () => {
    const disturbed = [sample(2.05, 1500), sample(4.05, 30, "order", "answered 503")];
    const before = [sample(-2, 1500), sample(22, 1500)];

    const timeline = readTimeline([...calm(-5, 30), ...disturbed, ...before], moments, kinds);

    expect(timeline.disturbedShare).toBeCloseTo(2 / 202);
    expect(readTimeline([], moments, kinds).disturbedShare).toBe(0);
  });

  test("knows when the architecture had helped itself: the last disturbed request came before the repair", () => {
    const disturbed = [sample(0.5, 1500), sample(4, 30, "order", "answered 503")];

    const timeline = readTimeline([...calm(-5, 30), ...disturbed], moments, kinds);

    expect(timeline).toMatchObject({ overcome: true, recoverySeconds: 4 });
    expect(timeline.groups).toMatchObject({
      writes: { failed: 1 },
      pages: { failed: 0, longestWaitSeconds: 1.5 },
    });
  });

  test("does not count what the repair disturbs to the time that the architecture took", () => {
    const disturbed = [sample(1, 1200), sample(21, 1200)];

    const timeline = readTimeline([...calm(-5, 30), ...disturbed], moments, kinds);

    expect(timeline).toMatchObject({ overcome: true, recoverySeconds: 1, afterRepairSeconds: 1 });
  });

  test("knows an outage that ended with the repair", () => {
    const outage = Array.from({ length: 22 }, (_, i) => sample(i, 10, "product", "answered 503"));

    const timeline = readTimeline(outage, moments, kinds);

    expect(timeline).toMatchObject({
      overcome: false,
      recoverySeconds: 21,
      afterRepairSeconds: 1,
    });
  });

  test("counts a request that was under way at the fault, and none that had ended", () => {
    const samples = [sample(-0.1, 9000), sample(-3, 10, "product", "answered 500")];

    const timeline = readTimeline(samples, moments, kinds);

    expect([failedOf(timeline), longestWaitOf(timeline)]).toEqual([0, 9]);
    expect(timeline.recoverySeconds).toBe(0);
  });
});

describe("calm", () => {
  const from = faultAt + 1000;
  const to = faultAt + 4000;

  test("is a time in which all requests were served as before", () => {
    expect(isCalm(calm(0, 5), from, to, 30)).toBe(true);
    expect(isCalm([...calm(0, 5), sample(2, 1500)], from, to, 30)).toBe(false);
    expect(isCalm([...calm(0, 5), sample(4.5, 1500)], from, to, 30)).toBe(true);
  });

  test("is not a time in which requests came and did not end", () => {
    expect(isCalm(calm(3, 5), from, to, 30)).toBe(false);
  });
});
