import { readEnvironment } from "../environment.ts";
import { checkErrors } from "./deploy/explain.ts";
import { buildMissing } from "./deploy/images.ts";
import { listHosts, readStage, waits } from "./deploy/inventory.ts";
import { checkOwner } from "./deploy/owner.ts";
import { listPages } from "./deploy/pages.ts";
import { checkState, preflight } from "./deploy/preflight.ts";
import { waitUntilReady } from "./deploy/readiness.ts";
import { listStages, pickStage } from "./deploy/stage-name.ts";
import { summarize, variablesOf } from "./deploy/summary.ts";
import { synthesize } from "./deploy/synthesize.ts";
import { change, init } from "./deploy/terraform-run.ts";
import { setUp } from "./setup/index.ts";

/** `npm run deploy [stage]`: turns whatever runs in the environment into a stage. */
export async function run(args: string[]): Promise<void> {
  const environment = readEnvironment();
  const stages = listStages();
  const stage = pickStage(args, stages);
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
  const { errors } = await change(terraform, "apply", folder, waits(synthesized));
  await checkErrors(errors, again);
  await waitUntilReady(environment, again);
  const pages = listPages(environment, synthesized).map(({ sentence }) => sentence);
  console.log(summarize(environment, stage, stages, listHosts(synthesized), pages));
}
