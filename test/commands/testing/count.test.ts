import { expect, test } from "vitest";
import {
  closingLine,
  countGo,
  countVitest,
  parseGoEvent,
} from "../../../commands/testing/count.ts";
import { type Ended, renderSummary, total } from "../../../commands/testing/part.ts";

test("vitest's tests are counted from its report, and a file that could not start is one of them", () => {
  const report = {
    numPassedTests: 41,
    testResults: [
      {
        name: "/shop/test/cart.test.ts",
        status: "failed",
        message: "",
        assertionResults: [
          { fullName: "a cart is full", status: "failed" },
          { fullName: "a cart is empty", status: "passed" },
        ],
      },
      {
        name: "/shop/test/logs.test.ts",
        status: "failed",
        message: "docker was not found\n  at start",
        assertionResults: [{ fullName: "no line is lost", status: "skipped" }],
      },
      { name: "/shop/test/page.test.ts", status: "passed", message: "", assertionResults: [] },
    ],
  };

  expect(countVitest(JSON.stringify(report))).toEqual({
    count: { passed: 41, failed: 2 },
    failures: ["cart.test.ts: a cart is full", "logs.test.ts: docker was not found"],
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

  const unit = { ...ended("unit", false, 7, 2), failures: ["a", "b"] };
  expect(renderSummary([unit, ended("types", true, 0, 0), skipped])).toEqual([
    "✗ unit, 7 of 9 tests passed, 1.5 s",
    "    a",
    "    b",
    "✓ types, 1.5 s",
    "– provider: skipped, Go is not there",
  ]);
});
