import { expect, test } from "vitest";
import { describe, exitCodeOf } from "../../../commands/lib/start.ts";
import { Interrupted, UserError } from "../../../commands/lib/user-error.ts";

test("a failure that can be expected is one sentence without a stack", () => {
  const error = new UserError("port 8080 is taken");

  expect(describe(error)).toBe("\nerror: port 8080 is taken");
  expect(exitCodeOf(error)).toBe(1);
});

test("an unexpected failure shows its stack", () => {
  expect(describe(new TypeError("x is not a function"))).toMatch(/^TypeError: .*\n\s+at /);
});

test("a full disk is explained, whichever program met it", () => {
  const error = new UserError("the stand-in could not be built:\nwrite x: no space left on device");

  expect(describe(error)).toMatch(/the disk is full: make room, then run the same command again$/);
});

test("an interruption is no error, and has the exit code of one", () => {
  expect(describe(new Interrupted())).toContain("stopped: nothing is lost");
  expect(exitCodeOf(new Interrupted())).toBe(130);
});
