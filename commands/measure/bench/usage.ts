import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import { interruption } from "../../lib/interrupt.ts";
import { labelOf, listLabelled } from "../../lib/labelled.ts";
import { step } from "../../lib/progress.ts";
import type { Setup } from "../../lib/setup/index.ts";
import { synthesize } from "../../lib/stack/synthesize.ts";
import { init } from "../../lib/terraform/terraform-run.ts";
import { removeDeployed } from "./cleanup.ts";
import { visitShop } from "./customers.ts";
import { applyStage } from "./deployment.ts";
import { cpuSecondsBetween, listProcesses, processesOf } from "./engine-processes.ts";
import { busyCores, memoryMiB, readStatistics } from "./engine-statistics.ts";
import { type Result, tell } from "./result.ts";

const requests = 200;
const settleMs = 10_000;
const restMs = 20_000;

/** The most memory that a stage is meant to take, in MiB. */
const goals: Record<string, number | undefined> = {
  "stage-1": 512,
  "stage-3": 1024,
  "stage-7": 2560,
};

const measured = ["stage-8", "stage-7", "stage-4", "stage-3", "stage-1"];
const measuredAtRest = ["stage-3", "stage-4", "stage-7", "stage-8"];

/** What the containers of stages use, by the engine's own figures. */
export async function measureUsage(environment: Environment, setup: Setup): Promise<Result[]> {
  const results: Result[] = [];
  for (const stage of measured) {
    const containers = await bringUp(environment, setup, stage);
    await step(`${stage}: ${requests} requests, ${requests / 10} of them orders`, () =>
      visitShop(`http://127.0.0.1:${environment.port}`, requests),
    );
    const memory = memoryMiB(await readStatistics(setup.engine.address, containers));
    results.push(
      tell({
        what: `memory of ${stage}, ${containers.length} containers`,
        unit: "MiB",
        runs: [memory],
        goal: goals[stage],
        command: `the sum in \`docker stats\` after ${requests} requests`,
      }),
    );
    if (measuredAtRest.includes(stage)) {
      results.push(...(await measureRest(stage, setup.engine.address, containers)).map(tell));
    }
    await removeDeployed(environment);
  }
  return results;
}

/**
 * Turns what runs into a stage, and gives the ids of its containers.
 * @param program what makes the stage, by its path in the checkout
 */
export async function bringUp(
  environment: Environment,
  setup: Setup,
  stage: string,
  program?: string,
): Promise<string[]> {
  const folder = await synthesize(environment, stage, program);
  await init(setup.terraform, folder);
  await step(`bringing up ${stage}, and building the images that are missing`, () =>
    applyStage(setup.terraform, folder),
  );
  return (await listLabelled(labelOf(environment.name), ["container"])).map(({ id }) => id);
}

/** Twice: by the containers' counters, and with what the engine does for them (health checks). */
async function measureRest(
  stage: string,
  address: string,
  containers: readonly string[],
): Promise<Result[]> {
  const reading = async () => ({
    statistics: await readStatistics(address, containers),
    processes: processesOf(listProcesses(), containers),
    at: performance.now(),
  });
  const [before, after] = await step(`${stage} at rest, for ${restMs / 1000} s`, async () => {
    await sleep(settleMs, undefined, { signal: interruption.signal });
    const first = await reading();
    await sleep(restMs, undefined, { signal: interruption.signal });
    return [first, await reading()] as const;
  });
  const inContainers: Result = {
    what: `CPU of ${stage} at rest, in its containers`,
    unit: "cores",
    runs: [busyCores(before.statistics, after.statistics)],
    command: `the engine's counters, ${restMs / 1000} s apart`,
  };
  // An engine on another machine, or in a virtual one, shows no processes here.
  if (!before.processes.some(({ name }) => name === "dockerd")) return [inContainers];
  const used = cpuSecondsBetween(before.processes, after.processes);
  const withEngine: Result = {
    what: `CPU of ${stage} at rest, with the engine's work for its health checks`,
    unit: "cores",
    runs: [used / ((after.at - before.at) / 1000)],
    command: `CPU time of dockerd, containerd and what they started, ${restMs / 1000} s apart`,
  };
  return [inContainers, withEngine];
}
