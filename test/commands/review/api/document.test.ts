import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentApi } from "../../../../commands/review/api/document.ts";
import { type Export, readExports } from "../../../../commands/review/api/read.ts";
import { root } from "../../../../environment.ts";

const exports = readExports("constructs/index.ts");

test("constructs/API.md is up to date", () => {
  const page = readFileSync(join(root, "constructs/API.md"), "utf8");

  expect(page, "constructs/API.md is stale: run npm run api").toBe(documentApi(exports));
});

test("exports of constructs/index.ts have docstrings, and optional props a default", () => {
  expect(exports.flatMap(undocumented)).toEqual([]);
});

test("fails when a class, a prop or a method has no docstring, or an optional prop no default", () => {
  const sample = readExports("test/commands/review/api/sample.ts");

  expect(sample.flatMap(undocumented)).toEqual([
    "Plain has no docstring",
    "Plain.name has no docstring",
    "Plain.stop has no docstring",
    "PlainProps.servers has no docstring",
    "PlainProps.size has no @default",
  ]);
});

/** What the docstrings of an export lack, a line each. */
function undocumented({ name, doc, members }: Export): string[] {
  return [
    ...(doc === "" ? [`${name} has no docstring`] : []),
    ...members
      .filter((member) => member.doc === "" && !member.signature.startsWith("new "))
      .map((member) => `${name}.${member.name} has no docstring`),
    ...members
      .filter(({ type, isOptional, default: text }) => type && isOptional && text === "")
      .map((member) => `${name}.${member.name} has no @default`),
  ];
}
