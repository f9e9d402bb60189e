import { expect, test } from "vitest";
import { listStages, parseStage, parseStages } from "../../../commands/lib/stage-name.ts";

const stages = ["stage-1", "stage-2", "stage-10"];

const parse = parseStage(stages);

test("a stage is named in full or by its number", () => {
  expect(parse("stage-2")).toBe("stage-2");
  expect(parse("10")).toBe("stage-10");
});

test("stages are named together or one by one, in any order", () => {
  expect(parseStages(stages)("10,stage-1")).toEqual(["stage-10", "stage-1"]);
  expect(parseStages(stages)("2", ["stage-10"])).toEqual(["stage-10", "stage-2"]);
});

test("fails when there is no such stage, and lists the stages", () => {
  const sentence = 'there is no stage "stage-9": there are stage-1, stage-2, stage-10';

  expect(() => parse("stage-9")).toThrow(sentence);
  expect(() => parseStages(stages)("1,stage-9")).toThrow(sentence);
});

test("the stages are the files stage-N.ts of stacks/", () => {
  expect(listStages().slice(0, 3)).toEqual(["stage-1", "stage-2", "stage-3"]);
});
