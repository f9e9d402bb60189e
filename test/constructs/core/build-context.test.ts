import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BuildContext } from "../../../constructs/core/build-context.ts";

let folder: string;
const at = (path: string) => join(folder, path);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "context-"));
  write("image/Dockerfile", "COPY static/ /srv/");
  write("files/a.css", "a");
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
}

test("a folder is provided as a link", () => {
  new BuildContext(at("image")).provide(at("context"));

  expect(lstatSync(at("context")).isSymbolicLink()).toBe(true);
  expect(readFileSync(at("context/Dockerfile"), "utf8")).toBe("COPY static/ /srv/");
});

test("folders that lie elsewhere are in it under their names, without what was there before", () => {
  write("context/static/old.css", "old");

  new BuildContext(at("image"), { static: at("files") }).provide(at("context"));

  expect(readFileSync(at("context/static/a.css"), "utf8")).toBe("a");
  expect(() => readFileSync(at("context/static/old.css"))).toThrow();
});

test("its digest is that of a folder with the same files, part by part", () => {
  write("whole/Dockerfile", "COPY static/ /srv/");
  write("whole/static/a.css", "a");

  const { digest } = new BuildContext(at("image"), { static: at("files") });

  expect(digest).toEqual(new BuildContext(at("whole")).digest);
  expect(Object.keys(digest.parts)).toEqual(["Dockerfile", "static"]);
});
