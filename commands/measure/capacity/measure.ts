import { live, step } from "../../lib/progress.ts";
import { UserError } from "../../lib/user-error.ts";
import { visitFor } from "../bench/visitors.ts";
import { judge } from "../load/verdict.ts";
import { withoutLimits } from "./cpu-limits.ts";
import { capacityOf, checkShares, sum } from "./limit.ts";
import type { Check, CheckRun, ServerCapacity, Visit } from "./sheet.ts";
import { makeStep, measureIdle, type Place, type Step } from "./step.ts";
import { othersIn, type Usage } from "./usage.ts";

/** Node's JIT compiler needs this long on a whole core, and new servers get few requests at first. */
const warmUpMs = 15_000;

/** A server is warm when a window is not cheaper than this share of the one before. */
const warmShare = 0.95;
const maxWindows = 5;

/** The share of the machine that other programs may use. */
const quiet = 0.1;

/**
 * Measures what a request costs the servers of the deployed stage.
 * @param rate in requests/s
 * @param isChecked whether to check the capacity that follows
 */
export async function visitStage(
  name: string,
  place: Place,
  rate: number,
  isChecked: boolean,
): Promise<Visit> {
  const { idle, windows } = await withoutLimits(place.servers, place.engine, async () => {
    await step(`${name}: warming up`, () => visitFor(place.target, warmUpMs));
    const idle = await step(`${name}: idle`, () => measureIdle(place));
    const windows = await step(
      `${name}: the cost of a request, at ${rate} requests/s`,
      (report) => measureWindows(place, rate, report),
      (two) => two.map((each) => `${costOf(each, idle).toFixed(2)} ms`).join(", "),
    );
    return { idle, windows };
  });
  if (othersIn(idle) > quiet * idle.cores) {
    live.print(
      `  ${othersIn(idle).toFixed(2)} of ${idle.cores} cores are used by other programs: the measurements are less precise`,
    );
  }
  const servers = serversOf(place, windows, idle);
  const check = isChecked ? await checkCapacity(name, place, capacityOf(servers)) : undefined;
  return {
    servers,
    loopMs: mean(windows, ({ loopMs }) => loopMs),
    cores: {
      generator: mean(windows, ({ usage }) => usage.generatorCores),
      machine: mean(windows, ({ usage }) => usage.machineCores),
      there: idle.cores,
      othersAtRest: othersIn(idle),
    },
    ...(check ? { check } : {}),
  };
}

/** Measures until the servers are warm, and returns the last two windows. */
async function measureWindows(
  place: Place,
  rate: number,
  report: (detail: string) => void,
): Promise<Step[]> {
  const windows: Step[] = [];
  for (let i = 1; i <= maxWindows; i++) {
    const window = await makeStep(place, rate);
    report(`window ${i}`);
    if (!window.kept) continue;
    windows.push(window);
    const [before, last] = windows.slice(-2).map(calibratedCores);
    if (last !== undefined && before !== undefined && last >= before * warmShare) break;
  }
  if (windows.length < 2) {
    throw new UserError(
      `the application is too slow at ${rate} requests/s, without any limits: stop other programs, or use a lower --rate`,
    );
  }
  return windows.slice(-2);
}

function calibratedCores({ usage, loopMs }: Step): number {
  return sum(usage.servers, ({ cores }) => cores) / loopMs;
}

/** CPU time of a request in all servers, in milliseconds. */
function costOf(window: Step, idle: Usage): number {
  return sum([...window.usage.servers.keys()], (i) => serverCost(window, idle, i));
}

function serverCost({ usage, answers }: Step, idle: Usage, i: number): number {
  const cores = (usage.servers[i]?.cores ?? 0) - (idle.servers[i]?.cores ?? 0);
  return (Math.max(0, cores) * usage.seconds * 1000) / answers.requests;
}

function serversOf({ servers }: Place, windows: readonly Step[], idle: Usage): ServerCapacity[] {
  return servers.map(({ name, host, tier, cpus, memoryMiB }, i) => ({
    server: name,
    host,
    tier,
    cpus,
    limitMiB: memoryMiB,
    cpuMsPerRequest: mean(windows, (window) => serverCost(window, idle, i)),
    restCores: idle.servers[i]?.cores ?? 0,
    memoryMiB: windows.at(-1)?.usage.servers[i]?.memoryMiB ?? 0,
  }));
}

/** Whether a rate below the capacity holds, and one above it does not. */
async function checkCapacity(name: string, place: Place, capacity: number): Promise<Check> {
  const run = (share: number) => {
    const rate = Math.round(capacity * share);
    return step(
      `${name}: ${rate} requests/s, ${Math.round(share * 100)} % of its capacity`,
      () => makeStep(place, rate),
      describeRun,
    );
  };
  const lower = await run(checkShares.lower);
  const broken = await step(
    `${name}: looking up its writes`,
    async (report) => {
      const verdict = await judge(place.target, lower.ledger, report);
      const { lost, doubled, wrong, pending } = verdict;
      return lost.length + doubled.length + wrong.length + pending.length;
    },
    (count) => (count === 0 ? "each is stored once" : `${count} lost or doubled`),
  );
  const upper = await run(checkShares.upper);
  const kept = ({ rate, kept, answers }: Step): CheckRun => ({ rate, kept, answers });
  return { lower: kept(lower), upper: kept(upper), broken };
}

function describeRun({ kept, answers, generatorKeptUp }: Step): string {
  return [
    `${kept ? "held" : "did not hold"}: ${answers.failed} of ${answers.requests} requests failed, p95 ${Math.round(answers.p95)} ms`,
    ...(generatorKeptUp ? [] : ["the load generator did not keep up"]),
  ].join("; ");
}

function mean<T>(all: readonly T[], value: (one: T) => number): number {
  return sum(all, value) / all.length;
}
