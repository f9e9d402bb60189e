import type { Environment } from "../../environment.ts";
import { setUp } from "../setup/index.ts";
import type { Changes } from "./events.ts";
import { checkErrors } from "./explain.ts";
import { buildMissing } from "./images.ts";
import { readStage, type Synthesized, waits } from "./inventory.ts";
import { checkOwner } from "./owner.ts";
import { checkState, preflight } from "./preflight.ts";
import { waitUntilReady } from "./readiness.ts";
import { variablesOf } from "./summary.ts";
import { synthesize } from "./synthesize.ts";
import { change, init } from "./terraform-run.ts";

/** What was deployed. */
export interface Deployed {
  readonly synthesized: Synthesized;
  /** What had to be changed for it; undefined if Terraform did not tell. */
  readonly changes: Changes | undefined;
}

/** Turns whatever runs in the environment into a stage, and ends when customers are answered. */
export async function deployStage(environment: Environment, stage: string): Promise<Deployed> {
  const command = `npm run deploy ${stage}`;
  const again = `${variablesOf(environment)}${command}`;
  checkState(environment);

  const { terraform } = await setUp();
  await checkOwner(environment);
  const folder = await synthesize(environment, stage);
  await init(terraform, folder);
  const synthesized = readStage(folder);
  const state = await preflight(environment, command, synthesized);

  await buildMissing(terraform, folder, synthesized, state, again);
  const { errors, planned } = await change(terraform, "apply", folder, waits(synthesized));
  await checkErrors(errors, again);
  await waitUntilReady(environment, again);
  return { synthesized, changes: planned };
}
