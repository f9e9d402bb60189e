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
// the module's state is global: other test files must load it again
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

test("an interruption without a handler aborts the signal of the running processes", () => {
  vi.advanceTimersByTime(5000);
  expect(interruption.signal.aborted).toBe(false);

  process.emit("SIGTERM");

  expect(interruption.signal.aborted).toBe(true);
});
