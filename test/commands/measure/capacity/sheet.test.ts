import { describe, expect, test } from "vitest";
import { capacityOf, limitsOf } from "../../../../commands/measure/capacity/limit.ts";
import {
  earlierRun,
  largestDifference,
  ratiosOf,
  stageCapacity,
} from "../../../../commands/measure/capacity/sheet.ts";
import { server, sheet, visit } from "./sheet.ts";

describe("a tier's limit", () => {
  // each server: 0.9 of 0.25 cores, without the 0.025 that it uses when idle
  const servers = [
    server("app-1", "app", 1.2),
    server("app-2", "app", 0.8),
    server("web-1", "web", 0.5),
    server("etcd-1", "etcd", 0),
  ];

  test("is the rate at which its servers together use their share of their CPU", () => {
    const limits = limitsOf(servers).map(({ tier, rate }) => [tier, Math.round(rate)]);

    expect(limits).toEqual([
      ["app", 200],
      ["web", 400],
      ["etcd", Number.POSITIVE_INFINITY],
    ]);
  });

  test("is the stage's capacity if it is the lowest", () => {
    expect(capacityOf(servers)).toBeCloseTo(200);
  });
});

describe("the capacity of a stage", () => {
  test("does not depend on the machine's speed, which the calibration loop shows", () => {
    const fast = visit([server("app-1", "app", 1)], 1);
    const slow = visit([server("app-1", "app", 2)], 2);

    const capacity = stageCapacity("stage-1", [fast, slow], 2);

    expect(capacity.servers[0]?.cpuMsPerRequest).toBe(2);
    expect(capacity.turns.map(Math.round)).toEqual([100, 100]);
    expect(capacity.loopMs).toEqual([1, 2]);
  });

  test("is that of the median cost of its turns", () => {
    const turns = [1, 9, 2].map((cost) => visit([server("app-1", "app", cost)]));

    expect(stageCapacity("stage-1", turns, 1).rate).toBeCloseTo(100);
  });

  test("adds up a server with the one in the same role, whichever is the primary", () => {
    const one = visit([
      server("database-1", "database primary", 4),
      server("database-2", "database replica", 1),
    ]);
    const other = visit([
      server("database-1", "database replica", 1),
      server("database-2", "database primary", 4),
    ]);

    const { servers } = stageCapacity("stage-4", [one, other], 1);

    expect(servers.map(({ tier, cpuMsPerRequest }) => [tier, cpuMsPerRequest])).toEqual([
      ["database primary", 4],
      ["database replica", 1],
    ]);
  });
});

describe("two runs", () => {
  test("are compared by their ratios: to the first stage, to the previous one, of paths", () => {
    expect(Object.keys(ratiosOf(sheet))).toEqual([
      "stage-2 to stage-1",
      "stage-3 to stage-2",
      "stage-3 to stage-1",
      "stage-3-app-2 to stage-3-app-1",
      "stage-3-app-4 to stage-3-app-1",
      "page from app server",
      "page through edge",
    ]);
  });

  test("differ by the ratio that differs most, whichever is larger", () => {
    const { date, ratios } = earlierRun(sheet);
    const changed = { ...ratios, "stage-2 to stage-1": 1.05, "page through edge": 0.75 };

    const largest = largestDifference({ ...sheet, before: { date, ratios: changed } });

    expect(largest).toEqual({ name: "page through edge", share: expect.closeTo(0.2) });
    expect(largestDifference(sheet)).toBeUndefined();
  });
});
