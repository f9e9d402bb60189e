import { readEnvironment } from "../../environment.ts";
import { readArchitecture } from "../lib/stack/container.ts";
import { listStages, pickStage } from "../lib/stage-name.ts";
import { deployStage } from "./deploy/deploy-stage.ts";
import { listPages } from "./deploy/pages.ts";
import { summarize } from "./deploy/summary.ts";

/** `npm run deploy [stage]`: deploys a stage, whatever runs in the environment. */
export async function run(args: string[]): Promise<void> {
  const environment = readEnvironment();
  const stages = listStages();
  const stage = pickStage(args, stages);

  const { stack } = await deployStage(environment, stage);
  const pages = listPages(environment, stack).map(({ sentence }) => sentence);
  console.log(summarize(environment, stages, readArchitecture(stack), pages));
}
