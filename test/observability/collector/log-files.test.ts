import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LogFiles } from "../../../observability/src/collector/logs/log-files.ts";

let folder: string;
let path: string;
let files: LogFiles;
let read: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-files-"));
  mkdirSync(join(folder, "id"));
  path = join(folder, "id", "id-json.log");
  files = new LogFiles(folder, "id");
  read = [];
});
afterEach(() => {
  files.close();
  rmSync(folder, { recursive: true });
});

const entry = (text: string) =>
  `${JSON.stringify({ log: `${text}\n`, stream: "stdout", time: "2026-01-31T12:00:00Z" })}\n`;
const write = (...texts: string[]) => appendFileSync(path, texts.map(entry).join(""));
/** The engine begins a new file, and keeps two old ones. */
const rotate = () => {
  for (const [from, to] of [
    [`${path}.1`, `${path}.2`],
    [path, `${path}.1`],
  ] as const) {
    try {
      renameSync(from, to);
    } catch {}
  }
  appendFileSync(path, "");
};
const readAll = () => {
  while (files.read(({ text }) => read.push(text)));
};

test("gives what was written since the last time", () => {
  write("a", "b");
  readAll();
  write("c");
  readAll();

  expect(read).toEqual(["a", "b", "c"]);
});

test("waits for the end of a line that is written in part", () => {
  const whole = entry("ü".repeat(10));
  const bytes = Buffer.from(whole);
  for (const byte of bytes) {
    appendFileSync(path, Buffer.from([byte]));
    readAll();
  }

  expect(read).toEqual(["ü".repeat(10)]);
});

test("begins with the oldest file that is kept", () => {
  write("a");
  rotate();
  write("b");
  rotate();
  write("c");
  readAll();

  expect(read).toEqual(["a", "b", "c"]);
});

test.each([1, 2])("leaves no line out when files were begun %i times since", (times) => {
  write("a");
  readAll();
  write("b");
  for (let time = 0; time < times; time++) {
    rotate();
    write(`new ${time}`);
  }
  readAll();

  expect(read).toEqual(["a", "b", ...["new 0", "new 1"].slice(0, times)]);
});

test("reads an open file to its end when the container is removed", () => {
  write("a");
  readAll();
  write("b");
  rmSync(join(folder, "id"), { recursive: true });
  readAll();

  expect(read).toEqual(["a", "b"]);
});

test("reads all again after a rewind", () => {
  write("a");
  rotate();
  write("b");
  readAll();
  files.rewind();
  readAll();

  expect(read).toEqual(["a", "b", "a", "b"]);
});

test("throws where there is no file", () => {
  expect(readAll).toThrow(/^ENOENT.*id-json\.log/);
});
