import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildObservability } from "../../observability/build.ts";

// not into the checkout: other tests hash its files at the same time
const constructs = mkdtempSync(join(tmpdir(), "constructs-"));

beforeAll(() => buildObservability(constructs));
afterAll(() => rmSync(constructs, { recursive: true }));

test("does not write files again that are up to date", () => {
  const files = ["collector/image/dist/collector.js", "dashboard/image/dist/dashboard.js"].map(
    (name) => join(constructs, name),
  );
  const times = files.map((file) => statSync(file).mtimeMs);

  buildObservability(constructs);

  expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
});

test("the collector needs no packages", () => {
  const bundle = readFileSync(join(constructs, "collector/image/dist/collector.js"), "utf8");
  const required = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name ?? "");

  expect(required.filter((name) => !isBuiltin(name))).toEqual([]);
});

function isBuiltin(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}
