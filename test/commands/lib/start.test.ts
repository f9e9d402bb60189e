import { expect, onTestFinished, test, vi } from "vitest";
import { describe, exitCodeOf, noteUnwritten } from "../../../commands/lib/start.ts";
import { Interrupted, UserError } from "../../../commands/lib/user-error.ts";

test("an expected failure is one sentence without a stack trace", () => {
  const error = new UserError("port 8080 is taken");

  expect(describe(error)).toBe("\nerror: port 8080 is taken");
  expect(exitCodeOf(error)).toBe(1);
});

test("an unexpected failure shows its stack trace", () => {
  expect(describe(new TypeError("x is not a function"))).toMatch(/^TypeError: .*\n\s+at /);
});

test("a full disk is explained, whichever program reports it", () => {
  const error = new UserError("the stand-in could not be built:\nwrite x: no space left on device");

  expect(describe(error)).toMatch(/the disk is full: make room, then run the same command again$/);
});

test("an interruption is not shown as an error, and exits with 130", () => {
  expect(describe(new Interrupted())).toContain("stopped: nothing is lost");
  expect(exitCodeOf(new Interrupted())).toBe(130);
});

test.each([
  ["EPIPE", undefined, ""],
  ["ENOSPC", 1, "error: the output could not be written (ENOSPC)\nthe disk is full: make room"],
])("an output that ends with %s has the exit code %s", (code, exitCode, sentence) => {
  const { exitCode: before } = process;
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => {
    process.exitCode = before;
    printed.mockRestore();
  });
  process.exitCode = undefined;

  noteUnwritten(Object.assign(new Error(`${code}: write`), { code }));

  expect(process.exitCode).toBe(exitCode);
  expect(printed.mock.calls.join()).toContain(sentence);
});
