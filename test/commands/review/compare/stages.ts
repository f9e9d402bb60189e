import { parseStack, type Stack } from "../../../../commands/lib/stack/stack.ts";
import { type Comparison, compare } from "../../../../commands/review/compare/comparison.ts";
import { jsonOf, type StageJson, type StageType, stages } from "../../../synthesize.ts";

const stacks = new Map<number, Stack>();
const comparisons = new Map<string, Comparison>();

/** Returns the stage with a number. */
export function stageOf(number: number): StageType {
  const stage = stages[number - 1];
  if (!stage) throw new Error(`there is no stage ${number}`);
  return stage;
}

/** Returns a synthesized stage, after an optional edit of its JSON. */
export function stackOf(number: number, edit?: (stage: StageJson) => void): Stack {
  if (edit) {
    const json: StageJson = JSON.parse(jsonOf(stageOf(number)));
    edit(json);
    return parseStack(JSON.stringify(json), `stage-${number}`);
  }
  const stack = stacks.get(number) ?? parseStack(jsonOf(stageOf(number)), `stage-${number}`);
  stacks.set(number, stack);
  return stack;
}

/** Returns the comparison of two stages; cached, because many tests use the same one. */
export function comparisonOf(one: number, other: number): Comparison {
  const pair = `${one} ${other}`;
  const comparison = comparisons.get(pair) ?? compare(stackOf(one), stackOf(other));
  comparisons.set(pair, comparison);
  return comparison;
}
