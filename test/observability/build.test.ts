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
  const files = [
    "collector/image/dist/collector.js",
    "log-host/image/dist/log-host.js",
    `log-host/image/node_modules/@duckdb/node-bindings-linux-${process.arch}/libduckdb.so`,
  ].map((name) => join(constructs, name));
  const times = files.map((file) => statSync(file).mtimeMs);

  buildObservability(constructs);

  expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
});

test("the programs need no packages except DuckDB's library", () => {
  for (const name of ["collector", "log-host"]) {
    const bundle = readFileSync(join(constructs, name, "image/dist", `${name}.js`), "utf8");
    const required = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name ?? "");
    const packages = required.filter((name) => !isBuiltin(name));
    expect(new Set(packages.map((name) => name.split("-").slice(0, 2).join("-")))).toEqual(
      new Set(name === "log-host" ? ["@duckdb/node-bindings"] : []),
    );
  }
});

function isBuiltin(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}
