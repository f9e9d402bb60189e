import { existsSync } from "node:fs";
import { describeMachine } from "../lib/machine.ts";
import { checkPort } from "../lib/port.ts";
import { live } from "../lib/progress.ts";
import { type Setup, setUp } from "../lib/setup/index.ts";
import { writeFile, writeJson } from "../lib/write-file.ts";
import { removeAll, removeDeployed } from "./bench/cleanup.ts";
import { checkIsOwn, chooseEnvironment, cleaningUp } from "./bench/own-environment.ts";
import { bringUp } from "./bench/usage.ts";
import { describeLimit } from "./capacity/limit.ts";
import { measureCapacity } from "./capacity/measure.ts";
import { capacityCommand } from "./capacity/options.ts";
import { promisedMs } from "./capacity/promise.ts";
import { describeSheet } from "./capacity/render.ts";
import { appServerCounts, scaledStage, scaledStages } from "./capacity/scaled-stage-names.ts";
import { listServers } from "./capacity/servers.ts";
import { earlierRun, type Sheet, type StageCapacity } from "./capacity/sheet.ts";
import type { Step } from "./capacity/step.ts";
import { describeLimitations, type Target, targetIn } from "./load/target.ts";
import { judge } from "./load/verdict.ts";
import { wordsOf } from "./load/words.ts";
import { readSheet } from "./plan/read-sheet.ts";

/** The dedicated environment of this command, which may therefore be removed. */
const own = "capacity";

/** `npm run capacity`: the highest rate of each stage, its bottleneck, the cost of a request. */
export const command = capacityCommand(async ({ json, ...options }) => {
  const before = json && existsSync(json) ? earlierRun(readSheet(json)) : undefined;
  const environment = await chooseEnvironment(own);
  const target = await targetIn(environment);
  for (const line of describeLimitations(target)) live.print(line);
  const setup = await setUp();
  await checkIsOwn(environment, own);
  await removeAll(environment);
  await checkPort(environment, "npm run capacity", setup.engine);

  let sheet: Sheet = {
    command: options.command,
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(setup),
    p95Ms: promisedMs,
    writes: wordsOf(target.load).many,
    runs: options.runs,
    stages: [],
    scaling: [],
    before,
  };
  /** Saves the sheet after each measurement, in case a later one is interrupted. */
  const save = (more: Partial<Sheet>) => {
    sheet = { ...sheet, ...more };
    if (json) writeJson(json, sheet);
    if (options.markdown) writeFile(options.markdown, describeSheet(sheet));
  };
  const settings = { target, setup, runs: options.runs };

  await cleaningUp(environment, own, async () => {
    for (const stage of options.stages) {
      const start = startAfter(sheet.stages.at(-1), options.start);
      const capacity = await measureStage(settings, stage, start);
      save({ stages: [...sheet.stages, capacity] });
    }
    for (const appServers of options.scaling ? appServerCounts : []) {
      const start = startAfter(sheet.scaling.at(-1), options.start);
      const stage = scaledStage(appServers);
      const capacity = await measureStage(settings, stage, start, scaledStages);
      save({ scaling: [...sheet.scaling, { appServers, ...capacity }] });
    }
  });
  console.log(`\n${describeSheet(sheet)}`);
});

/** The settings of all measurements. */
interface Settings {
  readonly target: Required<Target>;
  readonly setup: Setup;
  readonly runs: number;
}

/**
 * Deploys a stage from scratch, measures it and removes it.
 * @param start the first rate to try, in requests/s
 * @param program the program that synthesizes the stage, by its path in the checkout
 */
async function measureStage(
  { target, setup, runs }: Settings,
  name: string,
  start: number,
  program?: string,
): Promise<StageCapacity> {
  const { environment } = target;
  await bringUp(environment, setup, name, program);
  const capacity = await measureCapacity({
    name,
    place: {
      target,
      engine: setup.engine,
      servers: await listServers(environment),
    },
    runs,
    start,
    countBroken: (best, report) => countBroken(target, best, report),
  });
  await removeDeployed(environment);
  live.print(`  ${name}: ${capacity.rate} requests/s, limited by ${describeLimit(capacity.limit)}`);
  return capacity;
}

/** The first rate to try: below the previous stage's capacity, for a short search. */
function startAfter(before: StageCapacity | undefined, start: number): number {
  return before && before.rate > 0 ? before.rate * 0.8 : start;
}

async function countBroken(
  target: Required<Target>,
  { ledger }: Step,
  report: (detail: string) => void,
): Promise<number> {
  const { lost, doubled, wrong, pending } = await judge(target, ledger, report);
  return lost.length + doubled.length + wrong.length + pending.length;
}
