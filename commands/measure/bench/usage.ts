import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { interruption } from "../../lib/interrupt.ts";
import { labelOf, listLabelled } from "../../lib/labelled.ts";
import { step } from "../../lib/progress.ts";
import type { Setup } from "../../lib/setup/index.ts";
import { synthesize } from "../../lib/stack/synthesize.ts";
import { init } from "../../lib/terraform/terraform-run.ts";
import { targetIn } from "../load/target.ts";
import { removeDeployed } from "./cleanup.ts";
import { applyStage } from "./deployment.ts";
import { cpuSecondsBetween, listProcesses, processesOf } from "./engine-processes.ts";
import { busyCores, memoryMiB, readStatistics } from "./engine-statistics.ts";
import { printResult, type Result } from "./result.ts";
import { visitFor } from "./visitors.ts";

const loadMs = 10_000;
const settleMs = 10_000;
const idleMs = 20_000;

/** The goal for a stage's memory, in MiB. */
const goals: Record<string, number | undefined> = {
  "stage-1": 512,
  "stage-3": 1024,
  "stage-7": 2560,
};

const measured = ["stage-8", "stage-7", "stage-4", "stage-3", "stage-1"];
const measuredIdle = ["stage-3", "stage-4", "stage-7", "stage-8"];

/** Measures the memory and CPU use of the stages' containers, by the engine's statistics. */
export async function measureUsage(environment: Environment, setup: Setup): Promise<Result[]> {
  const results: Result[] = [];
  const target = await targetIn(environment);
  for (const stage of measured) {
    const containers = await bringUp(environment, setup, stage);
    await step(`${stage}: under load, for ${loadMs / 1000} s`, () => visitFor(target, loadMs));
    const memory = memoryMiB(await readStatistics(setup.engine, containers));
    results.push(
      printResult({
        what: `memory of ${stage}, ${containers.length} containers`,
        unit: "MiB",
        runs: [memory],
        goal: goals[stage],
        command: `the sum in \`docker stats\` after ${loadMs / 1000} s of load`,
      }),
    );
    if (measuredIdle.includes(stage)) {
      results.push(...(await measureIdle(stage, setup.engine, containers)).map(printResult));
    }
    await removeDeployed(environment);
  }
  return results;
}

/**
 * Deploys a stage, and returns the ids of its containers.
 * @param program the program that makes the stage, by its path in the checkout
 */
export async function bringUp(
  environment: Environment,
  setup: Setup,
  stage: string,
  program?: string,
): Promise<string[]> {
  const folder = await synthesize(environment, stage, program);
  await init(setup.terraform, folder);
  await step(`deploying ${stage}, and building missing images`, () =>
    applyStage(setup.terraform, folder),
  );
  return (await listLabelled(labelOf(environment.name), ["container"])).map(({ id }) => id);
}

/** Measures the CPU use twice: in the containers, and with the engine's work for health checks. */
async function measureIdle(
  stage: string,
  engine: Engine,
  containers: readonly string[],
): Promise<Result[]> {
  const reading = async () => ({
    statistics: await readStatistics(engine, containers),
    processes: engine.isHere ? processesOf(listProcesses(), containers) : [],
    at: performance.now(),
  });
  const [before, after] = await step(`${stage} idle, for ${idleMs / 1000} s`, async () => {
    await sleep(settleMs, undefined, { signal: interruption.signal });
    const first = await reading();
    await sleep(idleMs, undefined, { signal: interruption.signal });
    return [first, await reading()] as const;
  });
  const inContainers: Result = {
    what: `CPU of ${stage} when idle, in its containers`,
    unit: "cores",
    runs: [busyCores(before.statistics, after.statistics)],
    command: `the engine's counters, ${idleMs / 1000} s apart`,
  };
  // processes of an engine on another or a virtual machine are not visible here
  if (!before.processes.some(({ name }) => name === "dockerd")) return [inContainers];
  const used = cpuSecondsBetween(before.processes, after.processes);
  const withEngine: Result = {
    what: `CPU of ${stage} when idle, with the engine's work for its health checks`,
    unit: "cores",
    runs: [used / ((after.at - before.at) / 1000)],
    command: `CPU time of dockerd, containerd and their child processes, ${idleMs / 1000} s apart`,
  };
  return [inContainers, withEngine];
}
