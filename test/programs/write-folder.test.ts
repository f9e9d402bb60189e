import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeFolder } from "../../programs/write-folder.ts";

let folder: string;
const write = (files: Record<string, string>) =>
  writeFolder(folder, new Map(Object.entries(files)));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "folder-"));
  write({ "app.js": "1", "migrations/1.sql": "create" });
});
afterEach(() => rmSync(folder, { recursive: true }));

test("contains these files and no others", () => {
  write({ "app.js": "2", "migrations/2.sql": "alter" });

  expect(readFileSync(join(folder, "app.js"), "utf8")).toBe("2");
  expect(readdirSync(join(folder, "migrations"))).toEqual(["2.sql"]);
});

test("a file that is up to date is not written again", () => {
  const file = join(folder, "app.js");
  utimesSync(file, new Date(0), new Date(0));

  write({ "app.js": "1" });

  expect(statSync(file).mtimeMs).toBe(0);
});
