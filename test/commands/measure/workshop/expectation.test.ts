import { expect, test } from "vitest";
import { differencesFrom, readExpectation } from "../../../end-to-end/walk/expectation.ts";

const differences = (lines: string[], exitCode: number, output: string) =>
  differencesFrom(readExpectation(lines, { SHOP: "http://localhost:8080" }), { exitCode, output });

test("texts and patterns have to be printed, and nothing else is expected", () => {
  const output = "the shop is at http://localhost:8080\napp-1  Up\nX-Cache: hit\n";

  expect(
    differences(["the shop is at $SHOP", "/^app-1 +Up$/", "/x-cache: HIT/i"], 0, output),
  ).toEqual([]);
});

test("fails when something is not printed, or it ends otherwise", () => {
  expect(differences(["open", "/^app-2/"], 1, "closed")).toEqual([
    "it exited with 1 instead of 0",
    'it did not print "open"',
    "it printed nothing like /^app-2/m",
  ]);
});

test("fails when a command that has to exit with 1 succeeds", () => {
  expect(differences(["exit 1", "x"], 0, "x")).toEqual(["it exited with 0 instead of 1"]);
  expect(differences(["exit 0 or 1", "x"], 1, "x")).toEqual([]);
});

test("fails when something is printed that must not be", () => {
  expect(differences(["x", "not: pages failed"], 0, "x: 1 of pages failed")).toEqual([
    'it printed "pages failed"',
  ]);
  expect(differences(["x", "not: pages failed"], 0, "x")).toEqual([]);
});

test("requests may fail only where the chapter says so", () => {
  expect(readExpectation(["requests may fail", "x"]).mayFail).toBe(true);
  expect(readExpectation(["x"])).toEqual({
    exitCodes: [0],
    mayFail: false,
    printed: ["x"],
    absent: [],
  });
});
