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

/** Returns the named stage (`stage-3` or `3`), or the first one if none is named. */
export function pickStage(args: readonly string[], stages: readonly string[]): string {
  const known = `there are ${stages.join(", ")}`;
  if (args.length > 1) throw new UserError(`one stage at a time, got ${args.join(" ")}: ${known}`);
  const [asked] = args;
  const stage = asked === undefined ? stages[0] : stages.find((name) => isCalled(name, asked));
  if (stage === undefined) throw new UserError(`there is no stage "${asked}": ${known}`);
  return stage;
}

function isCalled(stage: string, asked: string): boolean {
  return stage === asked || stage === `stage-${asked}`;
}

function numberOf(stage: string): number {
  return Number(stage.slice("stage-".length));
}
