import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { digestOf } from "../programs.ts";

const build = {
  sources: ["shop", "docs/runbooks"],
  built: ["shop/dist", "shop/images/shop/dist"],
  run: () => undefined,
};

let checkout: string;
let before: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "programs-"));
  const files = [
    "shop/src/app/main.ts",
    "shop/node_modules/pg/index.js",
    "constructs/cache/runbooks/cache-down.md",
    "node_modules/.package-lock.json",
    "constructs/cache/image/Dockerfile",
    "shop/images/shop/dist/app.js",
    "shop/dist/files/style.css",
    "stacks/stage-1.ts",
  ];
  for (const file of files) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    writeFileSync(join(checkout, file), "as it was");
  }
  before = digestOf(checkout, build);
});
afterEach(() => rmSync(checkout, { recursive: true }));

test.each([
  ["a source", "shop/src/app/main.ts"],
  ["an installed package", "node_modules/.package-lock.json"],
  ["what was built", "shop/images/shop/dist/app.js"],
])("is another one when %s is changed or gone", (_, file) => {
  appendFileSync(join(checkout, file), ".");
  const changed = digestOf(checkout, build);
  rmSync(join(checkout, file));

  expect(new Set([before, changed, digestOf(checkout, build)]).size).toBe(3);
});

test("is another one when a source is added, or what was built is written anew", () => {
  writeFileSync(join(checkout, "shop/src/app/new.ts"), "");
  const added = digestOf(checkout, build);
  utimesSync(join(checkout, "shop/dist/files/style.css"), new Date(0), new Date(0));

  expect(new Set([before, added, digestOf(checkout, build)]).size).toBe(3);
});

test.each([
  ["a stage", "stacks/stage-1.ts"],
  ["a runbook", "constructs/cache/runbooks/cache-down.md"],
  ["an image's own file", "constructs/cache/image/Dockerfile"],
])("is the same when %s is changed", (_, file) => {
  appendFileSync(join(checkout, file), ".");

  expect(digestOf(checkout, build)).toBe(before);
});
