import { live, step } from "../../lib/progress.ts";
import { median } from "../bench/result.ts";
import { wordsOf } from "../load/words.ts";
import { limitOf } from "./limit.ts";
import { type Found, type SearchOptions, searchRate } from "./search.ts";
import type { StageCapacity } from "./sheet.ts";
import { makeStep, measureIdle, type Place, type Step, type StepTimes } from "./step.ts";
import { othersIn, type Usage } from "./usage.ts";

/**
 * The first search is coarse and not counted: it warms up Node's JIT compiler on the app servers.
 * The others start below its result.
 */
const coarse = { factor: 1.6, precision: 0.06 };
const fine = { factor: 1.15, precision: 0.06, below: 0.9 };

/** The highest rate to try: the load generator is one process. */
const maxRate = 2_000;

const stepTimes: StepTimes = { settleMs: 3_000, windowMs: 8_000 };
const warmUp = { rate: 60, times: { settleMs: 10_000, windowMs: 4_000 } };
const idleMs = 8_000;

/** The share of the machine that other programs may use. */
const quiet = 0.1;

/** A measurement of a stage. */
export interface Measurement {
  /** Its name in the sheet: `stage-3`. */
  readonly name: string;
  readonly place: Place;
  /** Number of searches that count. */
  readonly runs: number;
  /** The first rate to try, in requests/s. */
  readonly start: number;
  /** Looks up the writes after each search; returns how many break the promise. */
  readonly countBroken: (best: Step, report: (detail: string) => void) => Promise<number>;
}

/** Finds the highest rate of the deployed stage, and its bottleneck. */
export async function measureCapacity(measurement: Measurement): Promise<StageCapacity> {
  const { name, place, runs, start, countBroken } = measurement;
  const writes = wordsOf(place.target.load).many;
  await step(`${name}: warming up`, () => makeStep(place, warmUp.rate, warmUp.times, 1));
  const idle = await step(`${name}: idle`, () => measureIdle(place, idleMs));
  if (othersIn(idle) > quiet * idle.cores) {
    live.print(
      `  ${othersIn(idle).toFixed(2)} of ${idle.cores} cores are used by other programs: the rates will be too low`,
    );
  }

  const search = (what: string, options: Omit<SearchOptions, "maxRate">, into: Step[]) =>
    step(
      `${name}: ${what}`,
      (report) =>
        searchRate({ ...options, maxRate }, async (rate) => {
          report(`${rate} requests/s`);
          const made = await makeStep(place, rate, stepTimes, into.length + 2);
          live.print(`  ${describeStep(made)}`);
          into.push(made);
          return made.kept;
        }),
      ({ held }) => `${held} requests/s`,
    );
  const first = await search("coarse search, not counted", { ...coarse, start }, []);
  const begin = first.held > 0 ? first.held * fine.below : start;

  const steps: Step[] = [];
  const found: Found[] = [];
  let broken = 0;
  for (let run = 1; run <= runs; run++) {
    const result = await search(`search ${run} of ${runs}`, { ...fine, start: begin }, steps);
    found.push(result);
    const best = steps.findLast(({ kept, rate }) => kept && rate === result.held);
    if (!best) continue;
    broken += await step(
      `${name}: looking up its ${writes}`,
      (report) => countBroken(best, report),
      (count) => (count === 0 ? "each is stored once" : `${count} lost or doubled`),
    );
  }
  return capacityOf(name, place, idle, steps, found, broken);
}

function capacityOf(
  stage: string,
  { servers }: Place,
  idle: Usage,
  steps: readonly Step[],
  found: readonly Found[],
  broken: number,
): StageCapacity {
  const rate = median(found.map(({ held }) => held));
  const kept = steps.filter((each) => each.kept).sort((a, b) => a.rate - b.rate);
  const best = kept.findLast((each) => each.rate <= rate) ?? kept[0] ?? steps[0];
  if (!best) throw new Error(`${stage} has no steps`);
  const tooMuch = steps
    .filter((each) => !each.kept && each.rate > best.rate)
    .sort((a, b) => a.rate - b.rate)[0];

  const { usage, answers } = best;
  const requestsPerSecond = best.rate;
  return {
    stage,
    rate,
    found: found.map(({ held }) => held),
    limit: limitOf(tooMuch ?? best),
    latency: { p50: answers.p50, p95: answers.p95, mean: answers.mean },
    cores: {
      servers: usage.servers.reduce((sum, { cores }) => sum + cores, 0),
      generator: usage.generatorCores,
      machine: usage.machineCores,
      there: usage.cores,
      othersAtRest: othersIn(idle),
    },
    servers: servers.map(({ name, host, tier, cpus, memoryMiB: limitMiB }, i) => {
      const used = usage.servers[i];
      const restCores = idle.servers[i]?.cores ?? 0;
      if (!used) throw new Error(`there are no measurements of ${name}`);
      return {
        server: name,
        host,
        tier,
        cpus,
        limitMiB,
        cpuMsPerRequest: (Math.max(0, used.cores - restCores) * 1000) / requestsPerSecond,
        restCores,
        cpuShare: used.cpuShare,
        throttledShare: used.throttledShare,
        memoryMiB: used.memoryMiB,
      };
    }),
    broken,
  };
}

/** A step in one line. */
export function describeStep({ rate, kept, answers, usage, generatorKeptUp }: Step): string {
  const busiest = [...usage.servers].sort((a, b) => b.cpuShare - a.cpuShare)[0];
  return [
    `${rate} requests/s ${kept ? "held" : "did not hold"}: ${answers.requests} requests, ${answers.failed} failed, p95 ${Math.round(answers.p95)} ms`,
    busiest && `${busiest.server} ${Math.round(busiest.cpuShare * 100)} % of its CPU`,
    `machine ${usage.machineCores.toFixed(2)} of ${usage.cores} cores, load ${usage.generatorCores.toFixed(2)}`,
    !generatorKeptUp && "the load generator did not keep up",
  ]
    .filter(Boolean)
    .join("; ");
}
