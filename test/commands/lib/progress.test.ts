import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isTerminal } from "../../../commands/lib/paint.ts";
import { live, seconds, step } from "../../../commands/lib/progress.ts";
import { table } from "../../../commands/lib/table.ts";

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.useFakeTimers();
  vi.spyOn(console, "log").mockImplementation((line) => lines.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("a step is announced before it begins", async () => {
  await step("building", async () => expect(lines).toEqual(["→ building"]));
});

test("a step is shown on standard error if standard output carries a result", async () => {
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  live.stream = process.stderr;
  try {
    await step("building", async () => {});
  } finally {
    live.stream = process.stdout;
  }

  expect(lines).toEqual([]);
  expect(errors.mock.calls[0]).toEqual(["→ building"]);
});

test("a terminal that follows no control codes gets none", () => {
  expect(isTerminal({ isTTY: true }, { TERM: "xterm" })).toBe(true);
  expect(isTerminal({ isTTY: true }, { TERM: "dumb" })).toBe(false);
  expect(isTerminal({ isTTY: false }, { TERM: "xterm" })).toBe(false);
});

test("a long step shows that it is running, its details, and how it ended", async () => {
  const building = step(
    "building",
    async (report) => {
      report("half of it");
      await new Promise((done) => setTimeout(done, 25_000));
      return true;
    },
    (result) => (result ? "it works" : "it does not"),
  );
  await vi.advanceTimersByTimeAsync(25_000);
  await building;

  expect(lines).toEqual([
    "→ building",
    "  still running: building, 10 s, half of it",
    "  still running: building, 20 s, half of it",
    "✓ building: it works 25 s",
  ]);
});

test("fails when its work fails, and marks the step", async () => {
  const building = step("building", () => Promise.reject(new Error("no")));

  await expect(building).rejects.toThrow("no");
  expect(lines.at(-1)).toBe("✗ building");
});

test("short times are shown in tenths of a second", () => {
  expect([80, 2345, 59_400].map(seconds)).toEqual(["0.1 s", "2.3 s", "59 s"]);
});

test("a table's columns are as wide as their widest cell", () => {
  expect(
    table([
      ["host", "size"],
      ["app-1", "1 CPU"],
    ]),
  ).toEqual(["host   size", "app-1  1 CPU"]);
});
