import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { writeFile } from "../../../commands/lib/write-file.ts";

test("fails with the system's reason when a file cannot be written", () => {
  expect(() => writeFile("docs", "")).toThrow(
    /^docs could not be written: illegal operation on a directory$/,
  );
});

test.runIf(existsSync("/dev/full"))("fails when the disk is full", () => {
  expect(() => writeFile("/dev/full", "text")).toThrow(
    "/dev/full could not be written: no space left on device",
  );
});
