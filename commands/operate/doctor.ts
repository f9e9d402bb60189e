import { readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { variablesOf } from "../lib/command-line.ts";
import { lookForEngine } from "../lib/setup/engine.ts";
import { renderChecks, there, verdict } from "./doctor/check.ts";
import { checkDisk, checkPortIsFree, checkState } from "./doctor/environment.ts";
import { checkProvider } from "./doctor/provider.ts";
import { checkBaseImage, checkEngine, checkTerraform } from "./doctor/tools.ts";

/** `npm run doctor`: reports what is there, what is missing and how to fix it; changes nothing. */
export const command = newCommand(
  "doctor",
  "says what is there and what is missing; changes nothing",
  ["npm run doctor", "BLUEPRINT_PORT=8090 npm run doctor"],
).action(diagnose);

async function diagnose(): Promise<void> {
  const environment = readEnvironment();
  const engine = await lookForEngine();
  const checks = await Promise.all([
    there("Node", process.versions.node),
    there("npm packages", "installed as package-lock.json asks"),
    checkTerraform(),
    checkEngine(engine),
    checkProvider(),
    checkBaseImage(engine),
    checkState(environment, engine),
    checkPortIsFree(environment, engine),
    checkDisk(),
  ]);
  for (const line of renderChecks(checks)) console.log(line);
  console.log(`\n${verdict(checks, `${variablesOf(environment)}npm run deploy`)}`);
  if (checks.some(({ status }) => status === "missing")) process.exitCode = 1;
}
