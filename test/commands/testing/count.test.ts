import { expect, test } from "vitest";
import {
  closingLine,
  countGo,
  countVitest,
  parseGoEvent,
} from "../../../commands/testing/count.ts";
import { type Ended, renderSummary, total } from "../../../commands/testing/part.ts";

test("vitest's tests are counted from its report", () => {
  expect(countVitest('{"numPassedTests": 41, "numFailedTests": 1, "numPendingTests": 2}')).toEqual({
    passed: 41,
    failed: 1,
  });
});

test("Go's tests are counted by their subtests, and packages not at all", () => {
  const events = [
    { Action: "run", Package: "p", Test: "TestImage" },
    { Action: "pass", Package: "p", Test: "TestImage/build" },
    { Action: "fail", Package: "p", Test: "TestImage/keep" },
    { Action: "fail", Package: "p", Test: "TestImage" },
    { Action: "pass", Package: "p", Test: "TestVolume" },
    { Action: "skip", Package: "p", Test: "TestSlow" },
    { Action: "fail", Package: "p" },
  ];

  expect(countGo(events)).toEqual({ passed: 2, failed: 1 });
});

test("words of the compiler between Go's events are passed over", () => {
  expect(parseGoEvent("# command-line-arguments")).toBeUndefined();
});

function ended(title: string, ok: boolean, passed: number, failed: number): Ended {
  return { title, ok, count: { passed, failed }, milliseconds: 1500 };
}

test("a part that failed without a failed test counts as one", () => {
  const parts = [ended("types", false, 0, 0), ended("unit", false, 7, 2), ended("go", true, 3, 0)];

  expect(closingLine(total(parts))).toBe("10 passed, 3 failed");
});

test("the summary tells each part, also one that was left out", () => {
  const skipped = { ...ended("provider", true, 0, 0), skipped: "Go is not there" };

  expect(renderSummary([ended("unit", false, 7, 2), ended("types", true, 0, 0), skipped])).toEqual([
    "✗ unit, 7 of 9 tests passed, 1.5 s",
    "✓ types, 1.5 s",
    "– provider: skipped, Go is not there",
  ]);
});
