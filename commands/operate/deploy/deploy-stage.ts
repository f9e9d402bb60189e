import type { Environment } from "../../../environment.ts";
import { readApplication } from "../../lib/application.ts";
import { variablesOf } from "../../lib/command-line.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { waitUntilReady } from "../../lib/readiness.ts";
import { setUp } from "../../lib/setup/index.ts";
import { waits } from "../../lib/stack/container.ts";
import { readStack, type Stack } from "../../lib/stack/stack.ts";
import { synthesize } from "../../lib/stack/synthesize.ts";
import type { Changes } from "../../lib/terraform/events.ts";
import { checkErrors } from "../../lib/terraform/explain.ts";
import { change, init } from "../../lib/terraform/terraform-run.ts";
import { buildMissing } from "./images.ts";
import { checkEnvironment, checkState, preflight } from "./preflight.ts";

/** The result of a deploy. */
export interface Deployed {
  readonly stack: Stack;
  readonly engine: Engine;
  /** What Terraform planned to change; undefined if it did not report that. */
  readonly changes: Changes | undefined;
}

/**
 * Deploys a stage, whatever runs in the environment, and waits until the application is ready.
 * @param removesStrays whether servers that the state does not know are removed on purpose
 */
export async function deployStage(
  environment: Environment,
  stage: string,
  removesStrays = false,
): Promise<Deployed> {
  const command = `npm run deploy ${stage}`;
  const again = `${variablesOf(environment)}${command}`;
  checkState(environment);

  const { terraform, engine } = await setUp();
  await checkEnvironment(environment, command, removesStrays);
  const folder = await synthesize(environment, stage);
  await init(terraform, folder);
  const stack = readStack(folder, stage);
  const state = checkState(environment);
  await preflight({ environment, engine, stack, state, command, again });

  await buildMissing(terraform, folder, stack, state, again);
  const { errors, planned } = await change(terraform, "apply", folder, waits(stack));
  await checkErrors(errors, again);
  const { ready = "/" } = await readApplication();
  await waitUntilReady(environment, engine, ready, again);
  return { stack, engine, changes: planned };
}
