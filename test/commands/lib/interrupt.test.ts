import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { interruption } from "../../../commands/lib/interrupt.ts";

beforeEach(() => {
  vi.useFakeTimers();
  interruption.listen();
});
afterEach(() => {
  interruption.ignore();
  vi.useRealTimers();
});
// an interruption is for the whole process: other test files get a module of their own
afterAll(() => vi.resetModules());

test("a Ctrl-C that arrives from the terminal and from npm counts once", async () => {
  const counts: number[] = [];

  await interruption.handledBy(
    (count) => counts.push(count),
    async () => {
      process.emit("SIGINT");
      process.emit("SIGINT");
      vi.advanceTimersByTime(1000);
      process.emit("SIGINT");
    },
  );

  expect(counts).toEqual([1, 2]);
});

test("an interruption that nobody handles ends what is being run", () => {
  vi.advanceTimersByTime(5000);
  expect(interruption.signal.aborted).toBe(false);

  process.emit("SIGTERM");

  expect(interruption.signal.aborted).toBe(true);
});
