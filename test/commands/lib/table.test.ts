import { expect, test } from "vitest";
import { markdownTable, table } from "../../../commands/lib/table.ts";

test("columns are as wide as their widest cell, and lines end with their text", () => {
  expect(
    table([
      ["server", "CPU"],
      ["app", "5 %"],
      ["database", ""],
    ]),
  ).toEqual(["server    CPU", "app       5 %", "database"]);
});

test("a table in Markdown escapes the sign of its columns, and fills short rows", () => {
  expect(markdownTable([["command", "took"], ["`ps | sort`", "1 s"], ["no result"]])).toEqual([
    "| command | took |",
    "| --- | --- |",
    "| `ps \\| sort` | 1 s |",
    "| no result |  |",
  ]);
});
