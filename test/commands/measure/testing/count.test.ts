import { expect, test } from "vitest";
import {
  closingLine,
  countGo,
  countVitest,
  parseGoEvent,
  timesOf,
} from "../../../../commands/measure/testing/count.ts";
import { type Ended, renderSummary, total } from "../../../../commands/measure/testing/part.ts";

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

test("the first failed test of each chapter is listed with the end of its message", () => {
  const failed = (chapter: string, fullName: string, message: string) => ({
    ancestorTitles: [chapter],
    fullName,
    status: "failed",
    failureMessages: [message],
  });
  const report = {
    numPassedTests: 0,
    testResults: [
      {
        name: "/shop/test/walk.test.ts",
        status: "failed",
        message: "",
        assertionResults: [
          failed(
            "4",
            "promote",
            "Error: exit code 1\n\u001b[31mno addresses\u001b[39m\n    at run (a.ts:1)",
          ),
          failed("4", "drill", "Error: there is no shop"),
          failed("5", "deploy", Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n")),
        ],
      },
    ],
  };

  const { failures } = countVitest(JSON.stringify(report));

  expect(failures.slice(0, 2)).toEqual([
    "walk.test.ts: promote\n      Error: exit code 1\n      no addresses",
    "walk.test.ts: drill",
  ]);
  expect(failures[2]?.split("\n")).toHaveLength(16);
  expect(failures[2]).toMatch(/line 39$/);
});

test("how long each file took is read from the report, and each chapter of the workshop", () => {
  const chapter = (stage: string, duration: number | null) => ({
    ancestorTitles: [`${stage}: a title`],
    duration,
  });
  const report = {
    testResults: [
      {
        name: "/shop/test/end-to-end/walk/workshop.test.ts",
        startTime: 1000,
        endTime: 9000,
        assertionResults: [
          chapter("stage-1", 500.5),
          chapter("stage-1", 1000),
          chapter("stage-2", null),
          { ancestorTitles: [], duration: 9 },
        ],
      },
    ],
  };

  expect(timesOf(JSON.stringify(report))).toEqual({
    "walk/workshop.test.ts": 8000,
    "walk/rides/stage-1.ts": 1500.5,
    "walk/rides/stage-2.ts": 0,
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
  const times = { "walk/stage-1.ts": 61_000, "walk/stage-2.ts": 5000 };
  const walk = { ...ended("walk", true, 3, 0), times };
  expect(renderSummary([unit, walk, ended("types", true, 0, 0), skipped])).toEqual([
    "✗ unit, 7 of 9 tests passed, 1.5 s",
    "    a",
    "    b",
    "✓ walk, 3 of 3 tests passed, 1.5 s",
    "    walk/stage-1.ts 61 s",
    "    walk/stage-2.ts 5.0 s",
    "✓ types, 1.5 s",
    "– provider: skipped, Go is not there",
  ]);
});
