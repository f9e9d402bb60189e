import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Environment } from "../environment.ts";
import { removeAll, removeDeployed } from "./bench/cleanup.ts";
import { describeMachine } from "./bench/machine.ts";
import { checkIsOwn, chooseEnvironment, cleaningUp } from "./bench/own-environment.ts";
import { bringUp } from "./bench/usage.ts";
import { measureCapacity } from "./capacity/measure.ts";
import { parseOptions } from "./capacity/options.ts";
import { promisedMs } from "./capacity/promise.ts";
import { describeSheet } from "./capacity/render.ts";
import { appServerCounts, scaledStage } from "./capacity/scaled-stage-names.ts";
import { listServers } from "./capacity/servers.ts";
import type { ScaledCapacity, Sheet, StageCapacity } from "./capacity/sheet.ts";
import type { Step } from "./capacity/step.ts";
import { checkPort } from "./deploy/port.ts";
import { listStages } from "./deploy/stage-name.ts";
import { UserError } from "./lib/user-error.ts";
import { judge } from "./load/verdict.ts";
import { type Setup, setUp } from "./setup/index.ts";

/** The environment that is this command's own, so that it may remove what it finds there. */
const own = "capacity";

/** `npm run capacity`: the highest rate of each stage, what limits it, and what a request costs. */
export async function run(args: string[]): Promise<void> {
  const options = parseOptions(args, listStages());
  checkFolder("--json", options.json);
  checkFolder("--markdown", options.markdown);
  const environment = await chooseEnvironment(own);
  const setup = await setUp();
  await checkIsOwn(environment, own);
  await removeAll(environment);
  await checkPort(environment, "npm run capacity");

  const measureStage = async (name: string, start: number, program?: string) => {
    await bringUp(environment, setup, name, program);
    const capacity = await measureCapacity({
      name,
      place: await findPlace(environment, setup),
      runs: options.runs,
      start,
      countBroken: (best) => countBroken(environment, best),
    });
    await removeDeployed(environment);
    return capacity;
  };

  const sheet = await cleaningUp(environment, own, async (): Promise<Sheet> => {
    const stages: StageCapacity[] = [];
    for (const stage of options.stages) {
      stages.push(await measureStage(stage, startAfter(stages.at(-1), options.start)));
    }
    const scaling: ScaledCapacity[] = [];
    for (const appServers of options.scaling ? appServerCounts : []) {
      const start = startAfter(scaling.at(-1), options.start);
      const program = "commands/capacity/scaled-stages.ts";
      scaling.push({
        appServers,
        ...(await measureStage(scaledStage(appServers), start, program)),
      });
    }
    return {
      command: ["npm run capacity", ...(args.length > 0 ? ["--", ...args] : [])].join(" "),
      date: new Date().toISOString().slice(0, 10),
      machine: describeMachine(setup),
      p95Ms: promisedMs,
      runs: options.runs,
      stages,
      scaling,
    };
  });
  const text = describeSheet(sheet);
  console.log(`\n${text}`);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(sheet, null, 2)}\n`);
  if (options.markdown) writeFileSync(options.markdown, text);
}

function checkFolder(option: string, file: string | undefined): void {
  if (file === undefined || existsSync(dirname(file))) return;
  throw new UserError(`${option} is "${file}": there is no folder ${dirname(file)}, make it first`);
}

/** A stage carries about as much as the one before: a search from there is short. */
function startAfter(before: StageCapacity | undefined, start: number): number {
  return before && before.rate > 0 ? before.rate * 0.8 : start;
}

async function findPlace(environment: Environment, { engine }: Setup) {
  return {
    url: `http://127.0.0.1:${environment.port}`,
    engine: engine.address,
    servers: await listServers(environment),
  };
}

async function countBroken(environment: Environment, { ledger }: Step): Promise<number> {
  const { missing, chargedTwice, notCharged, storedThoughRefused } = await judge(
    ledger,
    environment,
  );
  return missing.length + chargedTwice.length + notCharged.length + storedThoughRefused.length;
}
