import { expect, test } from "vitest";
import { buildVariables, isAsNewAs, parseOldest } from "../../../../commands/lib/setup/go.ts";

test("the oldest supported Go is the one in go.mod", () => {
  expect(parseOldest("module m\n\ngo 1.25.8\n\nrequire x v1\n")).toBe("1.25.8");
  expect(() => parseOldest("module m\n")).toThrow("go.mod has no go line");
});

test.each([
  ["1.26.8", "1.26", true],
  ["1.26", "1.26", true],
  ["1.25.8", "1.25.10", false],
  ["1.9.7", "1.25.8", false],
  ["2.0.0", "1.26", true],
])("Go %s is new enough for %s: %s", (version, oldest, expected) => {
  expect(isAsNewAs(version, oldest)).toBe(expected);
});

test("the stand-in is built for Terraform's platform, and with no flags of another project", () => {
  expect(buildVariables("darwin_arm64")).toMatchObject({
    GOOS: "darwin",
    GOARCH: "arm64",
    GOFLAGS: "-mod=readonly",
  });
});
