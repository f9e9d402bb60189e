import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../environment.ts";
import { buildObservability } from "../../observability/build.ts";

const images = join(root, "images");

test("builds the programs, and leaves alone what is right", () => {
  buildObservability();
  const files = [
    "collector/dist/collector.js",
    "log-host/dist/log-host.js",
    `log-host/node_modules/@duckdb/node-bindings-linux-${process.arch}/libduckdb.so`,
  ].map((name) => join(images, name));
  const times = files.map((file) => statSync(file).mtimeMs);

  buildObservability();

  expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
});

test("the programs need no packages, but for DuckDB's library", () => {
  buildObservability();

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
