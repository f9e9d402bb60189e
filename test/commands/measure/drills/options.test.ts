import { describe, expect, test } from "vitest";
import { listStages } from "../../../../commands/lib/stage-name.ts";
import { loadFaults } from "../../../../commands/measure/drills/load-faults.ts";
import {
  drillCommand,
  drillsCommand,
  type Options,
} from "../../../../commands/measure/drills/options.ts";
import { asked } from "../../asked.ts";

const faults = await loadFaults();

const drill = (words: string) =>
  asked<Options | undefined>(
    (work) => drillCommand(faults, work),
    ...words.split(" ").filter(Boolean),
  );
const drills = (words: string) =>
  asked<Options>((work) => drillsCommand(faults, work), ...words.split(" ").filter(Boolean));

describe("drill", () => {
  test("takes a fault and a stage in either form", async () => {
    expect(await drill("--stage 4 --fault kill-primary")).toMatchObject({
      stages: ["stage-4"],
      faults: [{ name: "kill-primary" }],
      rate: 20,
    });
    expect(await drill("--fault kill-primary --stage stage-5 --rate 40")).toMatchObject({
      rate: 40,
    });
  });

  test("asks for nothing when there are no words", async () => {
    expect(await drill("")).toBeUndefined();
  });

  test.each([
    ["--stage 4", "--fault is missing"],
    ["--stage 4 --fault flood", 'there is no fault "flood": npm run drill lists them'],
    ["--fault kill-primary", "--stage is missing: kill-primary can happen in stage-4, stage-5"],
    ["--stage 3 --fault kill-primary", "not in stage-3: kill-primary can happen in stage-4"],
    ["--stage 4 --fault kill-primary --rate fast", '--rate is "fast"'],
    ["--stage 4 --fault kill-primary --twice", "unknown option --twice"],
  ])("fails when it is asked %s", async (words, sentence) => {
    await expect(drill(words)).rejects.toThrow(sentence);
  });
});

describe("drills", () => {
  test("takes all stages, or those that are named, in their order", async () => {
    expect((await drills("")).stages).toEqual(listStages());
    expect((await drills("--stage 6,4")).stages).toEqual(["stage-4", "stage-6"]);
    expect((await drills("--stage 6 --stage 4")).stages).toEqual(["stage-4", "stage-6"]);
    expect((await drills("--fault kill-primary,kill-edge")).stages[0]).toBe("stage-4");
    expect((await drills("--markdown docs/drills.md")).markdown).toBe("docs/drills.md");
  });

  test("leaves out what happens to more than the environment, unless it is named", async () => {
    const names = async (words: string) => (await drills(words)).faults.map(({ name }) => name);

    expect(await names("")).toContain("kill-cache");
    expect(await names("")).not.toContain("clock-back");
    expect(await names("--fault clock-back")).toEqual(["clock-back"]);
  });

  test("fails when a stage or a fault does not exist", async () => {
    await expect(drills("--stage 4,12")).rejects.toThrow('there is no stage "12"');
    await expect(drills("--fault kill-web,flood")).rejects.toThrow('there is no fault "flood"');
  });
});
