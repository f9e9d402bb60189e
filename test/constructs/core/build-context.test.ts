import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
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

test("a context is provided as a symbolic link to a copy", () => {
  const copy = new BuildContext(at("image")).provide(at("context"), at("copies"));

  expect(readlinkSync(at("context"))).toBe(copy);
  expect(readFileSync(at("context/Dockerfile"), "utf8")).toBe("COPY static/ /srv/");
});

test("modes and times are the same whoever makes the context: a program is what begins like one", () => {
  write("image/start", "#!/bin/sh");
  write("image/program", "\x7fELF");
  for (const path of ["image/Dockerfile", "image/start", "image/program", "files/a.css"]) {
    chmodSync(at(path), 0o600);
  }
  chmodSync(at("files"), 0o700);

  const copy = new BuildContext(at("image"), { static: at("files") }).provide(
    at("c"),
    at("copies"),
  );

  const modes = readdirSync(copy, { recursive: true, encoding: "utf8" }).map((path) => {
    const { mode, mtimeMs } = statSync(join(copy, path));
    return [path, (mode & 0o777).toString(8), new Date(mtimeMs).getUTCFullYear()];
  });
  expect(modes.sort()).toEqual([
    ["Dockerfile", "644", 2000],
    ["program", "755", 2000],
    ["start", "755", 2000],
    ["static", "755", 2000],
    ["static/a.css", "644", 2000],
  ]);
});

test("the digest depends on names and contents only, and not on what editors leave", () => {
  const { digest } = new BuildContext(at("image"));
  chmodSync(at("image/Dockerfile"), 0o700);
  for (const name of [".DS_Store", "Dockerfile~", ".Dockerfile.swp"])
    write(`image/${name}`, "left");

  cpSync(at("image"), at("other"), { recursive: true });
  expect(new BuildContext(at("other")).digest).toEqual(digest);
  write("third/Dockerfile", "COPY static/ /srv");
  expect(new BuildContext(at("third")).digest).not.toEqual(digest);
});

test("parts are copied into the context under their names, and old files are removed", () => {
  write("context/static/old.css", "old");

  new BuildContext(at("image"), { static: at("files") }).provide(at("context"), at("copies"));

  expect(readFileSync(at("context/static/a.css"), "utf8")).toBe("a");
  expect(() => readFileSync(at("context/static/old.css"))).toThrow();
});

test("folders that lie elsewhere are copied once for all that are built from the same files", () => {
  const provide = (path: string) =>
    new BuildContext(at("image"), { static: at("files") }).provide(at(path), at("copies"));

  const copy = provide("context");
  utimesSync(join(copy, "static/a.css"), 0, 0);
  const again = provide("other");

  expect(again).toBe(copy);
  expect(statSync(at("other/static/a.css")).mtimeMs).toBe(0);
});

test("a copy that was interrupted is made again", () => {
  const context = new BuildContext(at("image"), { static: at("files") });
  write(`copies/${context.digest.content}.new/static/old.css`, "old");

  const copy = context.provide(at("context"), at("copies"));

  expect(readdirSync(join(copy, "static"))).toEqual(["a.css"]);
});

test("the digest equals that of a folder with the same files, as a whole and for each part", () => {
  write("whole/Dockerfile", "COPY static/ /srv/");
  write("whole/static/a.css", "a");

  const { digest } = new BuildContext(at("image"), { static: at("files") });

  expect(digest).toEqual(new BuildContext(at("whole")).digest);
  expect(Object.keys(digest.parts)).toEqual(["Dockerfile", "static"]);
});
