import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../environment.ts";
import { UserError } from "./user-error.ts";

/** Lists the stages in stacks/, in their order. */
export function listStages(folder = join(root, "stacks")): string[] {
  return readdirSync(folder)
    .map((file) => file.match(/^(stage-\d+)\.ts$/)?.[1])
    .filter((stage) => stage !== undefined)
    .sort((a, b) => numberOf(a) - numberOf(b));
}

/** Reads the name of a stage: `stage-3`, also `3`. */
export function parseStage(stages: readonly string[]): (asked: string) => string {
  return (asked) => {
    const stage = stages.find((name) => isCalled(name, asked));
    if (stage) return stage;
    throw new UserError(`there is no stage "${asked}": there are ${stages.join(", ")}`);
  };
}

/** Reads names of stages such as `1,3,2`; more of them if the option is repeated. */
export function parseStages(
  stages: readonly string[],
): (asked: string, before?: readonly string[]) => readonly string[] {
  return (asked, before = []) => [...before, ...asked.split(",").map(parseStage(stages))];
}

function isCalled(stage: string, asked: string): boolean {
  return stage === asked || stage === `stage-${asked}`;
}

function numberOf(stage: string): number {
  return Number(stage.slice("stage-".length));
}
