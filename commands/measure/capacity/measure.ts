import { live, step } from "../../lib/progress.ts";
import { visitFor } from "../bench/visitors.ts";
import { judge } from "../load/verdict.ts";
import { withCpus } from "./cpu-limits.ts";
import { capacityOf, checkShares, sum } from "./limit.ts";
import type { CheckedRun, ServerCapacity, Visit } from "./sheet.ts";
import { makeStep, measureIdle, type Place, type Step } from "./step.ts";
import { busiestIn, othersIn, type Usage } from "./usage.ts";

/** Node's JIT compiler needs this long on a whole core, and new servers get few requests at first. */
const warmUpMs = 15_000;

const maxWindows = 6;
/** Servers are warm when a window is not cheaper than this share of the one before, ... */
const warmShare = 0.95;
/** ... which counts if its rate differs by at most this share. */
const sameRate = 0.15;

/** The share of the machine that other programs may use. */
const quiet = 0.1;

/**
 * Measures what a request costs the servers of the deployed stage.
 * @param guess a rate to begin with, in requests/s
 * @param isChecked whether to check that the stage does not hold a higher rate
 */
export async function visitStage(
  name: string,
  place: Place,
  guess: number,
  isChecked: boolean,
): Promise<Visit> {
  await step(`${name}: warming up`, () =>
    withCpus(
      place.servers,
      () => place.engine.cores,
      () => visitFor(place.target, warmUpMs),
    ),
  );
  const idle = await step(`${name}: idle`, () => measureIdle(place));
  if (othersIn(idle) > quiet * idle.cores) {
    live.print(
      `  ${othersIn(idle).toFixed(2)} of ${idle.cores} cores are used by other programs: the measurements are less precise`,
    );
  }
  const windows = await step(`${name}: the cost of a request`, (report) =>
    measureWindows(place, idle, guess, report),
  );
  const last = windows.at(-1);
  if (!last) throw new Error("there is no window");
  const broken = await countBroken(name, place, last);
  const servers = serversOf(place, windows, idle);
  const upperRate = Math.round(capacityOf(servers) * checkShares.upper);
  return {
    servers,
    loopMs: mean(windows, ({ loopMs }) => loopMs),
    cores: {
      generator: mean(windows, ({ usage }) => usage.generatorCores),
      machine: mean(windows, ({ usage }) => usage.machineCores),
      there: idle.cores,
      othersAtRest: othersIn(idle),
    },
    lower: checkedRun(last),
    broken,
    ...(isChecked ? { upper: checkedRun(await makeShownStep(place, upperRate)) } : {}),
  };
}

/** Measures just below the capacity, until the servers are warm; returns the last two windows. */
async function measureWindows(
  place: Place,
  idle: Usage,
  guess: number,
  report: (detail: string) => void,
): Promise<Step[]> {
  const windows: Step[] = [];
  let rate = guess;
  while (windows.length < maxWindows) {
    report(`window ${windows.length + 1}, at ${rate} requests/s`);
    windows.push(await makeShownStep(place, rate));
    rate = Math.round(capacityOf(serversOf(place, windows.slice(-1), idle)) * checkShares.lower);
    const [before, last] = windows.slice(-2);
    if (before && last && isSteady(before, last)) break;
  }
  return windows.slice(-2);
}

async function makeShownStep(place: Place, rate: number): Promise<Step> {
  const made = await makeStep(place, rate);
  live.print(`  ${describeStep(made)}`);
  return made;
}

/** Whether both windows have the same rate, and the later one is not cheaper. */
function isSteady(before: Step, last: Step): boolean {
  const cost = ({ usage, requestsPerSecond, loopMs }: Step) =>
    sum(usage.servers, ({ cores }) => cores) / requestsPerSecond / loopMs;
  const ratio = last.rate / before.rate;
  return Math.abs(ratio - 1) <= sameRate && cost(last) >= cost(before) * warmShare;
}

function serversOf({ servers }: Place, windows: readonly Step[], idle: Usage): ServerCapacity[] {
  return servers.map(({ name, host, tier, cpus, memoryMiB }, i) => {
    const restCores = idle.servers[i]?.cores ?? 0;
    const costIn = ({ usage, requestsPerSecond }: Step) => {
      const cores = (usage.servers[i]?.cores ?? 0) - restCores;
      return (Math.max(0, cores) * 1000) / requestsPerSecond;
    };
    return {
      server: name,
      host,
      tier,
      cpus,
      limitMiB: memoryMiB,
      cpuMsPerRequest: mean(windows, costIn),
      restCores,
      memoryMiB: windows.at(-1)?.usage.servers[i]?.memoryMiB ?? 0,
    };
  });
}

function checkedRun({ rate, kept, answers, usage }: Step): CheckedRun {
  return { rate, kept, answers, busiest: busiestIn(usage) };
}

/** Looks up the writes of a step; returns how many break the promise. */
async function countBroken(name: string, { target }: Place, { ledger }: Step): Promise<number> {
  return step(
    `${name}: looking up its writes`,
    async (report) => {
      const { lost, doubled, wrong, pending } = await judge(target, ledger, report);
      return lost.length + doubled.length + wrong.length + pending.length;
    },
    (count) => (count === 0 ? "each is stored once" : `${count} lost or doubled`),
  );
}

function describeStep(made: Step): string {
  const { rate, kept, answers, usage, loopMs, generatorKeptUp } = made;
  const { server, cpuShare, throttledShare } = busiestIn(usage);
  return [
    `${rate} requests/s ${kept ? "held" : "did not hold"}: ${answers.failed} of ${answers.requests} failed, p95 ${Math.round(answers.p95)} ms`,
    `${server} ${Math.round(cpuShare * 100)} % of its CPU, throttled in ${Math.round(throttledShare * 100)} % of periods`,
    `machine ${usage.machineCores.toFixed(2)} of ${usage.cores} cores, calibration loop ${loopMs.toFixed(2)} ms`,
    ...(generatorKeptUp ? [] : ["the load generator did not keep up"]),
  ].join("; ");
}

function mean<T>(all: readonly T[], value: (one: T) => number): number {
  return sum(all, value) / all.length;
}
