import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { provideContexts } from "../../../constructs/core/contexts.ts";
import { Image } from "../../../constructs/core/image.ts";
import { Stage } from "../../../constructs/core/stage.ts";
import { blueprint } from "../../synthesize.ts";

let outdir: string;
const at = (path: string) => join(outdir, path);

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "contexts-"));
  for (const folder of ["image", "files", "stage"]) mkdirSync(at(folder));
  writeFileSync(at("image/Dockerfile"), "COPY static/ /srv/");
});
afterEach(() => rmSync(outdir, { recursive: true }));

/** Provides a stage's image that has these styles in it, under that name. */
function provide(name: string, styles: string): void {
  writeFileSync(at("files/a.css"), styles);
  class TestStage extends Stage {}
  const stage = new TestStage(blueprint(), "stage-test");
  const parts = { [styles]: at("files") };
  const images = [Image.fromFolder(stage, name, at("image"), parts)];
  provideContexts(outdir, [{ folder: at("stage"), images }]);
}

test("a stage's images are built from folders of their names, and no other is there", () => {
  provide("nginx", "red");
  provide("web", "green");

  expect(readdirSync(at("stage/images"))).toEqual(["web"]);
  expect(readFileSync(at("stage/images/web/green/a.css"), "utf8")).toBe("green");
});

test("a copy goes when no stage is built from it any more", () => {
  provide("nginx", "red");
  provide("nginx", "green");

  expect(readdirSync(at("images"))).toHaveLength(1);
});
