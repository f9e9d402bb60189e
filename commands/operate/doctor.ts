import { readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { variablesOf } from "../lib/command-line.ts";
import { listStages, parseStage } from "../lib/stage-name.ts";
import { renderChecks, verdict } from "./doctor/check.ts";
import { examine } from "./doctor/examine.ts";

const stages = listStages();

/** `npm run doctor`: reports what is there, what is missing and how to fix it; changes nothing. */
export const command = newCommand(
  "doctor",
  "says what a deploy needs, what is there and what is missing; changes nothing",
  ["npm run doctor", "npm run doctor stage-8", "BLUEPRINT_PORT=8090 npm run doctor"],
)
  .argument("[stage]", "such as stage-3, or 3", parseStage(stages), stages[0])
  .action(diagnose);

async function diagnose(stage: string): Promise<void> {
  const environment = readEnvironment();
  const command = `npm run deploy ${stage}`;
  const checks = await examine(environment, stage, command);
  for (const line of renderChecks(checks)) console.log(line);
  console.log(`\n${verdict(checks, `${variablesOf(environment)}${command}`)}`);
  if (checks.some(({ status }) => status === "missing")) process.exitCode = 1;
}
