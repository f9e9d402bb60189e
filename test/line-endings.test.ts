import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { root } from "../environment.ts";

test("every text file has line feeds, and gets them in every checkout", () => {
  const lines = `${execFileSync("git", ["ls-files", "--eol"], { cwd: root })}`.trim().split("\n");
  const texts = lines.filter((line) => !/^i\/(-text|none) /.test(line));

  expect(texts.length).toBeGreaterThan(1000);
  expect(texts.filter((line) => !/^i\/lf +w\/lf +attr\/text=auto eol=lf/.test(line))).toEqual([]);
});
