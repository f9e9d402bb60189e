import { readEnvironment } from "../../environment.ts";
import { readApplication } from "../lib/application.ts";
import { newCommand } from "../lib/command.ts";
import { readArchitecture } from "../lib/stack/container.ts";
import { listStages, parseStage } from "../lib/stage-name.ts";
import { deployStage } from "./deploy/deploy-stage.ts";
import { listPages } from "./deploy/pages.ts";
import { summarize } from "./deploy/summary.ts";
import { describeUnused } from "./deploy/unused.ts";

const stages = listStages();

/** `npm run deploy [stage]`: deploys a stage, whatever runs in the environment. */
export const command = newCommand("deploy", "turns whatever runs into a stage; its data stays", [
  "npm run deploy stage-3",
  "BLUEPRINT_ENVIRONMENT=review BLUEPRINT_PORT=8090 npm run deploy 2",
])
  .argument("[stage]", "such as stage-3, or 3", parseStage(stages), stages[0])
  .action(deploy);

async function deploy(stage: string): Promise<void> {
  const environment = readEnvironment();
  const { stack } = await deployStage(environment, stage);
  const pages = listPages(environment, stack).map(({ sentence }) => sentence);
  const application = await readApplication();
  const architecture = readArchitecture(stack);
  const remarks = [...pages, ...describeUnused(application, architecture)];
  console.log(summarize(application.name, environment, stages, architecture, remarks));
}
