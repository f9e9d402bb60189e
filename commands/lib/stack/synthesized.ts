import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { localFolder, root } from "../../../environment.ts";
import { fingerprint } from "./fingerprint.ts";
import { readStack, type Stack } from "./stack.ts";
import { runProgram } from "./synthesize.ts";

/** As many checkouts' stages are kept: each is some hundred kilobytes. */
const KEPT = 8;

/** What `environment.ts` reads. */
const TOLD = ["BLUEPRINT_ENVIRONMENT", "BLUEPRINT_PORT", "BLUEPRINT_ENGINE_FOLDER", "DOCKER_HOST"];

/**
 * Synthesizes the stages of a checkout, unless it was done before from the same sources, and returns
 * the folder that they are in. No engine is needed for it.
 */
export async function synthesizedStages(
  checkout = root,
  variables: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const told = Object.fromEntries(TOLD.map((name) => [name, variables[name]]));
  const kept = join(localFolder, "synthesized");
  const folder = join(kept, fingerprint(checkout, told));
  if (!existsSync(folder)) {
    const made = `${folder}.${process.pid}`;
    try {
      await runProgram("main.ts", checkout, { ...told, CDKTF_OUTDIR: made });
      forgetSecrets(made);
      if (!existsSync(folder)) renameSync(made, folder);
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
    forgetOldest(kept);
  }
  return join(folder, "stacks");
}

/** A stage of this checkout. */
export async function synthesizedStage(stage: string): Promise<Stack> {
  return readStack(join(await synthesizedStages(), stage), stage);
}

/** Who compares needs none. */
function forgetSecrets(folder: string): void {
  const stacks = join(folder, "stacks");
  for (const stage of readdirSync(stacks)) {
    rmSync(join(stacks, stage, "secrets.auto.tfvars.json"), { force: true });
  }
}

function forgetOldest(kept: string): void {
  mkdirSync(kept, { recursive: true });
  const folders = readdirSync(kept).map((name) => join(kept, name));
  const byAge = folders.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const folder of byAge.slice(KEPT)) rmSync(folder, { recursive: true, force: true });
}
