import { describe, expect, test } from "vitest";
import { listStages } from "../../../../commands/lib/stage-name.ts";
import { faults } from "../../../../commands/measure/drills/faults.ts";
import { parseDrill, parseDrills } from "../../../../commands/measure/drills/options.ts";

const stages = listStages();
const drill = (words: string) => parseDrill(words.split(" "), stages, faults);
const drills = (words: string) => parseDrills(words.split(" ").filter(Boolean), stages, faults);

describe("drill", () => {
  test("takes a fault and a stage in either form", () => {
    expect(drill("--stage 4 --fault kill-primary")).toMatchObject({
      stages: ["stage-4"],
      faults: [{ name: "kill-primary" }],
      rate: 20,
    });
    expect(drill("--fault kill-primary --stage stage-5 --rate 40")).toMatchObject({ rate: 40 });
  });

  test("asks for nothing when there are no words", () => {
    expect(parseDrill([], stages, faults)).toBeUndefined();
  });

  test.each([
    ["--stage 4", "--fault is missing"],
    ["--stage 4 --fault flood", 'there is no fault "flood": npm run drill lists them'],
    ["--fault kill-primary", "--stage is missing: kill-primary can happen in stage-4, stage-5"],
    ["--stage 3 --fault kill-primary", "not in stage-3: kill-primary can happen in stage-4"],
    ["--stage 4 --fault kill-primary --rate fast", '--rate is "fast"'],
    ["--stage 4 --fault kill-primary --twice", "drill does not know"],
  ])("fails when it is asked %s", (words, sentence) => {
    expect(() => drill(words)).toThrow(sentence);
  });
});

describe("drills", () => {
  test("takes all stages, or those that are named, in their order", () => {
    expect(drills("").stages).toEqual(stages);
    expect(drills("--stage 6,4").stages).toEqual(["stage-4", "stage-6"]);
    expect(drills("--fault kill-primary,kill-edge").stages[0]).toBe("stage-4");
    expect(drills("--markdown docs/drills.md").markdown).toBe("docs/drills.md");
  });

  test("leaves out what happens to more than the shop, unless it is named", () => {
    const names = (words: string) => drills(words).faults.map(({ name }) => name);

    expect(names("")).toContain("kill-cache");
    expect(names("")).not.toContain("clock-back");
    expect(names("--fault clock-back")).toEqual(["clock-back"]);
  });

  test("fails when a stage does not exist", () => {
    expect(() => drills("--stage 4,12")).toThrow('there is no stage "12"');
  });
});
