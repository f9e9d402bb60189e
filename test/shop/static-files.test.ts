import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { picturePath, readStaticNames, staticPath } from "../../shop/src/app/static-files.ts";

const folder = mkdtempSync(join(tmpdir(), "shop-"));
const file = join(folder, "static-names.json");
writeFileSync(file, JSON.stringify({ "products/7.svg": "products/7.0a1b2c3d.svg" }));
afterAll(() => rmSync(folder, { recursive: true }));

// the module keeps the names
afterEach(() => readStaticNames());

describe("static files", () => {
  test("have the hashed names of the build", () => {
    readStaticNames(file);

    expect(picturePath(7)).toBe("/static/products/7.0a1b2c3d.svg");
  });

  test("have their source names without a build", () => {
    expect(staticPath("style.css")).toBe("/static/style.css");
  });

  test("fails when the file is not in the build", () => {
    readStaticNames(file);

    expect(() => picturePath(8)).toThrow("written no static file products/8.svg");
  });

  test("fails when the list of names is missing", () => {
    expect(() => readStaticNames(join(folder, "none.json"))).toThrow("ENOENT");
  });
});
