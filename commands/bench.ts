import { existsSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { type Environment, readEnvironment } from "../environment.ts";
import { isDeployed, removeAll } from "./bench/cleanup.ts";
import { measureDeployment, prepareComparison } from "./bench/deployment.ts";
import { parseOptions } from "./bench/options.ts";
import { measureOverhead } from "./bench/overhead.ts";
import { median, type Result, renderTable } from "./bench/result.ts";
import { measureSynthesis } from "./bench/synthesis.ts";
import { measureUsage } from "./bench/usage.ts";
import { checkPort } from "./deploy/port.ts";
import { readState } from "./deploy/state.ts";
import { freePort } from "./lib/free-port.ts";
import { interruption } from "./lib/interrupt.ts";
import { step } from "./lib/progress.ts";
import { Interrupted, UserError } from "./lib/user-error.ts";
import { setUp } from "./setup/index.ts";

/** The environment that is bench's own, so that it may remove what it finds there. */
const own = "bench";

/** `npm run bench`: measures what the blueprint costs, and prints it as a table for the README. */
export async function run(args: string[]): Promise<void> {
  const { runs, json } = parseOptions(args);
  if (json && !existsSync(dirname(json))) {
    throw new UserError(`--json is "${json}": there is no folder ${dirname(json)}, make it first`);
  }
  const environment = await chooseEnvironment();
  const setup = await setUp();
  if (environment.name !== own && (await isInUse(environment))) {
    throw new UserError(
      `the environment ${environment.name} is deployed, and bench would remove it: leave BLUEPRINT_ENVIRONMENT unset`,
    );
  }
  await removeAll(environment);
  await checkPort(environment, "npm run bench");

  const results = await cleaningUp(environment, async () => {
    const comparison = await prepareComparison(environment, setup.terraform);
    const synthesis = await measureSynthesis(environment, runs);
    const usage = await measureUsage(environment, setup);
    const deployment = await measureDeployment(comparison, runs);
    const overhead = await measureOverhead(environment, setup, runs);
    return [...synthesis, ...deployment, ...usage, ...overhead];
  });
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim()}, Node ${process.versions.node}, ${setup.terraform.program} ${setup.terraform.version}, Docker ${setup.engine.version}`;
  const title = runs === 1 ? "One run" : `Medians of ${runs} runs`;
  console.log(`\n${title} on ${machine}:\n\n${renderTable(results)}`);
  if (json) writeJson(json, machine, results);
}

/** The environment of that name or bench's own, on the port of that number or a free one. */
async function chooseEnvironment(): Promise<Environment> {
  const { BLUEPRINT_ENVIRONMENT = own, BLUEPRINT_PORT = `${await freePort()}` } = process.env;
  Object.assign(process.env, { BLUEPRINT_ENVIRONMENT, BLUEPRINT_PORT });
  return readEnvironment();
}

async function isInUse(environment: Environment): Promise<boolean> {
  return readState(environment.stateFile).objects.length > 0 || (await isDeployed(environment));
}

/** Removes all that bench started, also where it fails or is interrupted. */
async function cleaningUp<T>(environment: Environment, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    throw new Interrupted("bench was stopped; the images and tools that it built are kept");
  } finally {
    await cleanUp(environment);
  }
}

/** Does not throw: what was measured, or why it was not, has to be told all the same. */
async function cleanUp(environment: Environment): Promise<void> {
  try {
    await step("removing what bench started", () => removeAll(environment));
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

function writeJson(file: string, machine: string, results: readonly Result[]): void {
  const measures = results.map((result) => ({ ...result, median: median(result.runs) }));
  writeFileSync(file, `${JSON.stringify({ machine, measures }, null, 2)}\n`);
}
