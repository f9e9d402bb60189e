import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkLock, isLocked } from "../../../../commands/lib/terraform/lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "blueprint-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const locks = [
  "1: FLOCK  ADVISORY  WRITE 3626 fe:00:779200 0 EOF",
  "2: POSIX  ADVISORY  WRITE 28244 fe:00:9978400 0 EOF",
].join("\n");

test("Terraform's lock is found in /proc/locks by the inode of the state file", () => {
  expect(isLocked(locks, 9978400)).toBe(true);
  expect(isLocked(locks, 978400)).toBe(false);
  expect(isLocked(locks, 779200)).toBe(false);
});

test.runIf(process.platform === "linux")(
  "the lock info that a killed run leaves behind does not block the next run",
  () => {
    const stateFile = join(folder, "terraform.tfstate");
    writeFileSync(stateFile, "{}");
    writeFileSync(
      join(folder, ".terraform.tfstate.lock.info"),
      '{"Operation":"OperationTypeApply","Who":"a@b","Created":"2026-01-01T10:00:00.5Z"}',
    );

    expect(() => checkLock("shop", stateFile)).not.toThrow();
  },
);
