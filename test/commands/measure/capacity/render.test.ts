import { describe, expect, test } from "vitest";
import { capacityCommand, type Options } from "../../../../commands/measure/capacity/options.ts";
import { describeSheet } from "../../../../commands/measure/capacity/render.ts";
import { earlierRun } from "../../../../commands/measure/capacity/sheet.ts";
import { asked } from "../../asked.ts";
import { sheet } from "./sheet.ts";

describe("the sheet", () => {
  const text = describeSheet(sheet);

  test("has the ratios between stages, their bottlenecks, and each search", () => {
    expect(text).toContain(
      "| stage-3 | 2.22 times | 2.00 times | app-1: CPU, 97 % | 200 | 190, 200, 205 |",
    );
  });

  test("has the scaling of app servers, and whether it meets the goal", () => {
    expect(text).toContain("| 2 | 2.00 times | 1.00 | 0.85, met |");
    expect(text).toContain("| 4 | 3.20 times | 0.80 | 0.85, **missed** |");
  });

  test("has the cost of a request in each tier", () => {
    expect(text).toContain("| app | 2.00 | 2.00 | 2.00 |");
    expect(text).toContain("| load-balancer |  |  | 0.25 |");
    expect(text).toContain("| all servers | 2.90 | 2.90 | 3.15 |");
  });

  test("has the spread of searches, and the use of the load generator", () => {
    expect(text).toContain("differ by up to 25 %");
    expect(text).toContain("it never used more than 0.20");
  });

  test("has the variation of the machine's speed", () => {
    expect(text).toContain("cost the load generator\n1.00 to 2.22 ms of CPU time");
    expect(text).toContain("No ratio is more precise than that (122 %)");
  });

  test("has the ratios of the previous run, where it measured them", () => {
    const { stages, scaling } = sheet;
    const before = earlierRun({ ...sheet, stages: stages.slice(0, 2), scaling });
    const rates = { ...before.rates, "stage-2": 120 };
    const both = describeSheet({ ...sheet, before: { ...before, rates } });

    expect(both).toContain("| stage-2 | 1.11 times | 1.33 times |");
    expect(both).toContain("| stage-3 | 2.22 times |  |");
    expect(both).toContain("| 2 | 2.00 times | 2.00 times | 1.00 |");
    expect(both).toContain("the previous run (2026-01-31)");
  });
});

describe("options", () => {
  const stages = ["stage-1", "stage-2", "stage-3"];
  const parse = (...args: string[]) =>
    asked<Options>((work) => capacityCommand(work, stages), ...args);

  test("all is measured by default, in three searches", async () => {
    expect(await parse()).toEqual({
      command: "npm run capacity",
      stages,
      scaling: true,
      runs: 3,
      start: 60,
    });
  });

  test("only what is asked for is measured", async () => {
    const some = { stages: ["stage-1", "stage-3"], scaling: false, runs: 1 };

    expect(await parse("--stage", "3", "--stage=stage-1", "--runs=1")).toMatchObject(some);
    expect(await parse("--stage", "3,1", "--runs=1")).toMatchObject({
      ...some,
      command: "npm run capacity -- --stage 3,1 --runs=1",
    });
    expect(await parse("--scaling")).toMatchObject({ stages: [], scaling: true });
  });

  test.each([
    [["--runs", "2"], '--runs is "2": use an odd number'],
    [["--start", "0"], '--start is "0": use a whole number from 1 to 9999'],
    [["--stage", "9"], 'there is no stage "9"'],
    [["fast"], 'too many arguments, got "fast"'],
  ])("fails when it is given %j", async (args, words) => {
    await expect(parse(...args)).rejects.toThrow(words);
  });
});
