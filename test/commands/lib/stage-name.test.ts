import { expect, test } from "vitest";
import { listStages, pickStage } from "../../../commands/lib/stage-name.ts";

const stages = ["stage-1", "stage-2", "stage-10"];

test("the first stage is deployed when none is named", () => {
  expect(pickStage([], stages)).toBe("stage-1");
});

test("a stage is named in full or by its number", () => {
  expect(pickStage(["stage-2"], stages)).toBe("stage-2");
  expect(pickStage(["10"], stages)).toBe("stage-10");
});

test("fails when there is no such stage, and lists the stages", () => {
  expect(() => pickStage(["stage-9"], stages)).toThrow(
    'there is no stage "stage-9": there are stage-1, stage-2, stage-10',
  );
});

test("fails when two stages are named", () => {
  expect(() => pickStage(["1", "2"], stages)).toThrow("one stage at a time, got 1 2");
});

test("the stages are the files stage-N.ts of stacks/", () => {
  expect(listStages().slice(0, 3)).toEqual(["stage-1", "stage-2", "stage-3"]);
});
