import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildObservability } from "../../observability/build.ts";

// not into the checkout: other tests hash what is in it meanwhile
const images = mkdtempSync(join(tmpdir(), "images-"));

beforeAll(() => buildObservability(images));
afterAll(() => rmSync(images, { recursive: true }));

test("builds the programs, and leaves alone what is right", () => {
  const files = [
    "collector/dist/collector.js",
    "log-host/dist/log-host.js",
    `log-host/node_modules/@duckdb/node-bindings-linux-${process.arch}/libduckdb.so`,
  ].map((name) => join(images, name));
  const times = files.map((file) => statSync(file).mtimeMs);

  buildObservability(images);

  expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
});

test("the programs need no packages, but for DuckDB's library", () => {
  for (const name of ["collector", "log-host"]) {
    const bundle = readFileSync(join(images, name, "dist", `${name}.js`), "utf8");
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
