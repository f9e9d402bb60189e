import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withTimes } from "../commands/measure/testing/times.ts";

const table = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const named = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name);

function filesIn(folder: string, pattern: RegExp): string[] {
  const names = readdirSync(join(import.meta.dirname, "end-to-end", folder));
  return names.filter((name) => pattern.test(name)).map((name) => `${folder}/${name}`);
}

test("the table of what is proven where has a row for each file that needs an engine, and no other", () => {
  const files = [
    ...filesIn("walk", /\.test\.ts$/),
    ...filesIn("walk/rides", /\.ts$/),
    ...filesIn("night", /\.test\.ts$/),
  ];

  expect([...named].sort()).toEqual(files.sort());
});

test("times are written into the rows of the files that were run, and nowhere else", () => {
  const rows = ["| file | what | took |", "| `a.ts` | one \\| two | |", "| `b.ts` | two | 9 s |"];

  expect(withTimes(rows.join("\n"), new Map([["a.ts", 61_400]])).split("\n")).toEqual([
    rows[0],
    "| `a.ts` | one \\| two | 61 s |",
    rows[2],
  ]);
});
