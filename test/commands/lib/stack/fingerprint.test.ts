import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint } from "../../../../commands/lib/stack/fingerprint.ts";

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "fingerprint-"));
  write("main.ts", "stages");
});
afterEach(() => rmSync(checkout, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), content);
}

test.each([
  "main.ts",
  "constructs/queue/queue.ts",
  "a-new-folder/part.ts",
  "constructs/cache/runbooks/cache-down.md",
])("an edit of %s changes the fingerprint", (path) => {
  const before = fingerprint(checkout, {});

  write(path, "edited");

  expect(fingerprint(checkout, {})).not.toBe(before);
});

test.each([
  "test/main.test.ts",
  "commands/operate/deploy.ts",
  ".blueprint/state",
  "shop/node_modules/a.js",
  "shop/images/shop/dist/main.js",
])("an edit of %s does not change the fingerprint", (path) => {
  const before = fingerprint(checkout, {});

  write(path, "edited");

  expect(fingerprint(checkout, {})).toBe(before);
});

test("a variable of the stages changes the fingerprint", () => {
  const variables = { BLUEPRINT_PORT: "8090" };

  expect(fingerprint(checkout, variables)).not.toBe(fingerprint(checkout, {}));
});
