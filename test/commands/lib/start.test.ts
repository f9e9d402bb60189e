import { expect, test } from "vitest";
import { describe, exitCodeOf } from "../../../commands/lib/start.ts";
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
