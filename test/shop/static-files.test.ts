import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "shop-"));
const file = join(folder, "static-names.json");
writeFileSync(file, JSON.stringify({ "products/7.svg": "products/7.0a1b2c3d.svg" }));
afterAll(() => rmSync(folder, { recursive: true }));

// the module caches the names
let module: typeof import("../../shop/src/app/static-files.ts");
beforeEach(async () => {
  vi.resetModules();
  module = await import("../../shop/src/app/static-files.ts");
});

describe("static files", () => {
  test("have the hashed names of the build", () => {
    module.readStaticNames(file);

    expect(module.picturePath(7)).toBe("/static/products/7.0a1b2c3d.svg");
  });

  test("have their source names without a build", () => {
    expect(module.staticPath("style.css")).toBe("/static/style.css");
  });

  test("fails when the file is not in the build", () => {
    module.readStaticNames(file);

    expect(() => module.picturePath(8)).toThrow("written no static file products/8.svg");
  });

  test("fails when the list of names is missing", () => {
    expect(() => module.readStaticNames(join(folder, "none.json"))).toThrow("ENOENT");
  });
});
