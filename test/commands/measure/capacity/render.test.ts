import { describe, expect, test } from "vitest";
import { capacityCommand, type Options } from "../../../../commands/measure/capacity/options.ts";
import { describeSheet } from "../../../../commands/measure/capacity/render.ts";
import { earlierRun } from "../../../../commands/measure/capacity/sheet.ts";
import { asked } from "../../asked.ts";
import { sheet } from "./sheet.ts";

describe("the sheet", () => {
  const text = describeSheet(sheet);

  test("has the ratios between stages, the bottleneck and the next one", () => {
    expect(text).toContain(
      "| stage-3 | 2.00 times | 2.00 times | app | database, at 2.0 times | 200 | 200 |",
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

  test("has the throughput of each path, and whether it meets the goal", () => {
    expect(text).toContain("| page from app server | 1.00 |  |  | 100 | app-1: 100 % |");
    expect(text).toContain("| page through edge | 0.90 | 0.8, met | 0.89, 0.91 | 90 |");
  });

  test("has the runs below and above each capacity", () => {
    expect(text).toContain(
      "| stage-1 | 90 requests/s held | 8, 120 | app-1: 81 % | 120 requests/s did not hold | 8, 900 |",
    );
  });

  test("has the ratios of the previous run where it measured them, and the largest difference", () => {
    const before = earlierRun({ ...sheet, stages: sheet.stages.slice(0, 2) });
    const ratios = { ...before.ratios, "stage-2 to stage-1": 1.25 };
    const both = describeSheet({ ...sheet, before: { ...before, ratios } });

    expect(both).toContain("| stage-2 | 1.00 times | 1.25 times | 1.00 times | 1.25 times |");
    expect(both).toContain("| stage-3 | 2.00 times |  | 2.00 times |  |");
    expect(both).toContain("| 2 | 2.00 times | 2.00 times | 1.00 |");
    expect(both).toContain(
      "the previous run (2026-01-31) by more than 25 % (stage-2 to stage-1); goal:\nat most 10 %, **missed**.",
    );
  });
});

describe("options", () => {
  const stages = ["stage-1", "stage-2", "stage-3"];
  const parse = (...args: string[]) =>
    asked<Options>((work) => capacityCommand(work, stages), ...args);

  test("all is measured by default, in two turns", async () => {
    expect(await parse()).toEqual({
      command: "npm run capacity",
      stages,
      scaling: true,
      path: true,
      turns: 2,
      rate: 60,
    });
  });

  test("only what is asked for is measured", async () => {
    const some = { stages: ["stage-1", "stage-3"], scaling: false, path: false, turns: 1 };

    expect(await parse("--stage", "3", "--stage=stage-1", "--turns=1")).toMatchObject(some);
    expect(await parse("--stage", "3,1", "--turns=1")).toMatchObject({
      ...some,
      command: "npm run capacity -- --stage 3,1 --turns=1",
    });
    expect(await parse("--scaling")).toMatchObject({ stages: [], scaling: true, path: false });
    expect(await parse("--path")).toMatchObject({ stages: [], scaling: false, path: true });
  });

  test.each([
    [["--turns", "0"], '--turns is "0": use a whole number from 1 to 99'],
    [["--rate", "fast"], '--rate is "fast": use a whole number from 1 to 1000'],
    [["--stage", "9"], 'there is no stage "9"'],
    [["fast"], 'too many arguments, got "fast"'],
  ])("fails when it is given %j", async (args, words) => {
    await expect(parse(...args)).rejects.toThrow(words);
  });
});
