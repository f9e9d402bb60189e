import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { explainFileError } from "../../../commands/lib/file-error.ts";
import { checkFiles } from "../../../commands/lib/setup/files.ts";
import { describe } from "../../../commands/lib/start.ts";
import { failed } from "../../../commands/operate/doctor/check.ts";
import { readEnvironment } from "../../../environment.ts";

const refused = new Error("EACCES: permission denied, mkdir '/shop/.blueprint'");

test("what the file system refuses is one sentence with the way out, also in a row of doctor", () => {
  const sentence = /\/shop\/\.blueprint cannot be used \(permission denied\): .*sudo chown -R/;

  expect(describe(refused)).toMatch(sentence);
  expect(describe(refused)).not.toContain("    at ");
  expect(failed("provider", refused)).toMatchObject({
    found: "/shop/.blueprint cannot be used (permission denied)",
    fix: expect.stringContaining("sudo chown -R"),
  });
});

test("a file that is missing is a fault of this program, with its stack", () => {
  try {
    readFileSync("/gone/file");
  } catch (error) {
    expect(explainFileError((error as Error).message)).toBeUndefined();
  }
  expect.assertions(1);
});

test("fails before a deploy when the folder of all that it keeps is a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "blueprint-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "file");
  writeFileSync(file, "");
  const environment = readEnvironment({ BLUEPRINT_ENVIRONMENT: "not-deployed" });

  expect(() => checkFiles(environment, folder)).not.toThrow();
  expect(() => checkFiles(environment, file)).toThrow(
    /file\/ cannot be used \(not a directory\): /,
  );
});
