import type { Environment } from "../../environment.ts";
import { setUp } from "../setup/index.ts";
import { waits } from "../stack/container.ts";
import { readStack, type Stack } from "../stack/stack.ts";
import type { Changes } from "./events.ts";
import { checkErrors } from "./explain.ts";
import { buildMissing } from "./images.ts";
import { checkOwner } from "./owner.ts";
import { checkState, preflight } from "./preflight.ts";
import { waitUntilReady } from "./readiness.ts";
import { variablesOf } from "./summary.ts";
import { synthesize } from "./synthesize.ts";
import { change, init } from "./terraform-run.ts";

/** What was deployed. */
export interface Deployed {
  readonly stack: Stack;
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
  const stack = readStack(folder, stage);
  const state = await preflight(environment, command, stack);

  await buildMissing(terraform, folder, stack, state, again);
  const { errors, planned } = await change(terraform, "apply", folder, waits(stack));
  await checkErrors(errors, again);
  await waitUntilReady(environment, again);
  return { stack, changes: planned };
}
