import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Interruption } from "../../../commands/lib/interrupt.ts";

// its own: that of the process would stay aborted for other test files
let interruption: Interruption;

beforeEach(() => {
  vi.useFakeTimers();
  interruption = new Interruption();
  interruption.listen();
});
afterEach(() => {
  interruption.ignore();
  vi.useRealTimers();
});

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
  expect(interruption.signal.aborted).toBe(false);

  process.emit("SIGTERM");

  expect(interruption.signal.aborted).toBe(true);
});
