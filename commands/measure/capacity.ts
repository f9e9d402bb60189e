import { existsSync } from "node:fs";
import { describeMachine } from "../lib/machine.ts";
import { checkPort } from "../lib/port.ts";
import { live, step } from "../lib/progress.ts";
import { setUp } from "../lib/setup/index.ts";
import { UserError } from "../lib/user-error.ts";
import { writeFile, writeJson } from "../lib/write-file.ts";
import { removeAll, removeDeployed } from "./bench/cleanup.ts";
import { checkIsOwn, chooseEnvironment, cleaningUp } from "./bench/own-environment.ts";
import { median } from "./bench/result.ts";
import { bringUp } from "./bench/usage.ts";
import { warmUpCalibration } from "./capacity/calibration.ts";
import { visitStage } from "./capacity/measure.ts";
import { capacityCommand } from "./capacity/options.ts";
import { measurePaths, pathStage } from "./capacity/path.ts";
import { promisedMs } from "./capacity/promise.ts";
import { describeSheet } from "./capacity/render.ts";
import { appServerCounts, scaledStage, scaledStages } from "./capacity/scaled-stage-names.ts";
import { listServers } from "./capacity/servers.ts";
import { earlierRun, type Sheet, stageCapacity, type Visit } from "./capacity/sheet.ts";
import { describeLimitations, targetIn } from "./load/target.ts";
import { wordsOf } from "./load/words.ts";
import { readSheet } from "./plan/read-sheet.ts";
import { startDeploy } from "./promote/deploy.ts";

/** The dedicated environment of this command, which may therefore be removed. */
const own = "capacity";

/** `npm run capacity`: the cost of a request in each stage, the capacity that follows, the bottleneck. */
export const command = capacityCommand(async ({ json, ...options }) => {
  const before = json && existsSync(json) ? earlierRun(readSheet(json)) : undefined;
  const environment = await chooseEnvironment(own);
  const target = await targetIn(environment);
  for (const line of describeLimitations(target)) live.print(line);
  const setup = await setUp();
  await checkIsOwn(environment, own);
  await removeAll(environment);
  await checkPort(environment, "npm run capacity", setup.engine);
  warmUpCalibration();

  let sheet: Sheet = {
    command: options.command,
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(setup),
    p95Ms: promisedMs,
    writes: wordsOf(target.load).many,
    stages: [],
    scaling: [],
    paths: [],
    before,
  };
  const visits = new Map<string, Visit[]>();
  let guess = options.rate;
  const visit = async (stage: string) => {
    const place = { target, engine: setup.engine, servers: await listServers(environment) };
    const known = visits.get(stage) ?? [];
    // the rate of the turn before, else of the stage before
    guess = known.at(-1)?.lower.rate ?? guess;
    const made = await visitStage(stage, place, guess, known.length === 0);
    guess = made.lower.rate;
    visits.set(stage, [...known, made]);
  };
  /** Saves the sheet after each turn, in case a later one is interrupted. */
  const save = (more: Partial<Sheet> = {}) => {
    const speeds = [...visits.values()].flat().map(({ loopMs }) => loopMs);
    const capacity = (stage: string) => {
      const turns = visits.get(stage);
      return turns ? [stageCapacity(stage, turns, median(speeds))] : [];
    };
    sheet = {
      ...sheet,
      ...more,
      stages: options.stages.flatMap(capacity),
      scaling: appServerCounts.flatMap((appServers) =>
        capacity(scaledStage(appServers)).map((each) => ({ appServers, ...each })),
      ),
    };
    if (json) writeJson(json, sheet);
    if (options.markdown) writeFile(options.markdown, describeSheet(sheet));
  };

  await cleaningUp(environment, own, async () => {
    for (let turn = 1; turn <= options.turns && options.stages.length > 0; turn++) {
      live.print(`turn ${turn} of ${options.turns}`);
      // up and down, so that a trend of the machine's speed affects all stages
      const order = turn % 2 === 1 ? options.stages : [...options.stages].reverse();
      for (const stage of order) {
        await deploy(stage);
        await visit(stage);
      }
      save();
    }
    if (options.path) {
      await deploy(pathStage);
      save({ paths: await measurePaths({ target, engine: setup.engine }) });
    }
    if (options.scaling) {
      await removeDeployed(environment);
      guess = options.rate;
      for (const stage of appServerCounts.map(scaledStage)) {
        await bringUp(environment, setup, stage, scaledStages);
        await visit(stage);
      }
      save();
    }
  });
  console.log(`\n${describeSheet(sheet)}`);
});

/** Turns whatever runs in the environment into a stage. */
async function deploy(stage: string): Promise<void> {
  const { ok, words } = await step(
    `deploying ${stage}`,
    (report) => startDeploy(stage, report).ended,
  );
  if (!ok) throw new UserError(`${stage} could not be deployed:\n${words}`);
}
