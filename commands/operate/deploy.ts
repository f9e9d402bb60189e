import { readEnvironment } from "../../environment.ts";
import { readApplication } from "../lib/application.ts";
import { newCommand } from "../lib/command.ts";
import { readArchitecture } from "../lib/stack/container.ts";
import { listStages, parseStage } from "../lib/stage-name.ts";
import { deployStage } from "./deploy/deploy-stage.ts";
import { describePages, listPages } from "./deploy/pages.ts";
import { summarize } from "./deploy/summary.ts";
import { describeUnused } from "./deploy/unused.ts";

const stages = listStages();

/** `npm run deploy [stage]`: deploys a stage, whatever runs in the environment. */
export const command = newCommand("deploy", "turns whatever runs into a stage; its data stays", [
  "npm run deploy stage-3",
  "BLUEPRINT_ENVIRONMENT=review BLUEPRINT_PORT=8090 npm run deploy 2",
])
  .argument("[stage]", "such as stage-3, or 3", parseStage(stages), stages[0])
  .option("--remove-strays", "replace running servers that the Terraform state does not know")
  .action(deploy);

async function deploy(
  stage: string,
  { removeStrays = false }: { readonly removeStrays?: boolean },
): Promise<void> {
  const environment = readEnvironment();
  const { stack, engine } = await deployStage(environment, stage, removeStrays);
  const pages = describePages(listPages(environment, stack), engine);
  const application = await readApplication();
  const architecture = readArchitecture(stack);
  const remarks = [...pages, ...describeUnused(application, architecture)];
  console.log(summarize(application.name, environment, stages, engine, architecture, remarks));
}
