import { describe, expect, test } from "vitest";
import { answersBetween, isKept } from "../../../../commands/measure/capacity/promise.ts";
import type { Sample } from "../../../../commands/measure/load/sample.ts";

/** A request that was planned so many milliseconds after the begin. */
const sample = (plannedAt: number, milliseconds: number, failure?: string): Sample => ({
  kind: "product",
  plannedAt,
  milliseconds,
  ...(failure ? { failure } : {}),
});

/** A hundred requests in a second, of which so many are late. */
const hundred = (late: number) =>
  Array.from({ length: 100 }, (_, i) => sample(i * 10, i < late ? 800 : 20));

describe("the promise", () => {
  test("is kept while 95 of 100 are answered in time", () => {
    expect(isKept(answersBetween(hundred(4), 0, 1000))).toBe(true);
    expect(isKept(answersBetween(hundred(6), 0, 1000))).toBe(false);
  });

  test("is broken by one request that fails", () => {
    const answers = answersBetween([...hundred(0), sample(1, 20, "answered 503")], 0, 1000);

    expect(answers).toMatchObject({ requests: 101, failed: 1, p95: 20 });
    expect(isKept(answers)).toBe(false);
  });

  test("is not kept where nothing was asked", () => {
    expect(isKept(answersBetween([], 0, 1000))).toBe(false);
  });

  test("counts what was planned within the time, whenever it ended", () => {
    const answers = answersBetween([sample(-1, 9000), sample(999, 5000), sample(1000, 1)], 0, 1000);

    expect(answers).toMatchObject({ requests: 1, max: 5000, mean: 5000 });
  });
});
