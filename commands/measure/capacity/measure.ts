import { live, step } from "../../lib/progress.ts";
import { median } from "../bench/result.ts";
import { wordsOf } from "../load/words.ts";
import { limitOf } from "./limit.ts";
import { type Found, type SearchOptions, searchRate } from "./search.ts";
import type { StageCapacity } from "./sheet.ts";
import { makeStep, measureRest, type Place, type Step, type StepTimes } from "./step.ts";
import { othersIn, type Usage } from "./usage.ts";

/**
 * The first search comes from afar, and is not counted: Node compiles the app servers' code while it
 * serves, so that they are slower then. The others begin below what it found.
 */
const coarse = { factor: 1.6, precision: 0.06 };
const fine = { factor: 1.15, precision: 0.06, below: 0.9 };

/** No rate above it is tried: the load generator is one process. */
const most = 2_000;

const stepTimes: StepTimes = { settleMs: 3_000, windowMs: 8_000 };
const warmUp = { rate: 60, times: { settleMs: 10_000, windowMs: 4_000 } };
const restMs = 8_000;

/** The share of a machine that may be busy with something else. */
const quiet = 0.1;

/** What is measured of a stage, and how often. */
export interface Measurement {
  /** What to call it: `stage-3`. */
  readonly name: string;
  readonly place: Place;
  /** How many searches are counted. */
  readonly runs: number;
  /** The first rate that is tried, in requests/s. */
  readonly start: number;
  /** Looks writes up after each search, and returns how many are not as promised. */
  readonly countBroken: (best: Step, tell: (detail: string) => void) => Promise<number>;
}

/** Finds the highest rate of what runs, and what limits it. */
export async function measureCapacity(measurement: Measurement): Promise<StageCapacity> {
  const { name, place, runs, start, countBroken } = measurement;
  const writes = wordsOf(place.target.load).many;
  await step(`${name}: warming up`, () => makeStep(place, warmUp.rate, warmUp.times, 1));
  const rest = await step(`${name}: at rest`, () => measureRest(place, restMs));
  if (othersIn(rest) > quiet * rest.cores) {
    live.print(
      `  ${othersIn(rest).toFixed(2)} of ${rest.cores} cores are busy with something else: the rates will be too low`,
    );
  }

  const search = (what: string, options: Omit<SearchOptions, "most">, into: Step[]) =>
    step(
      `${name}: ${what}`,
      (tell) =>
        searchRate({ ...options, most }, async (rate) => {
          tell(`${rate} requests/s`);
          const made = await makeStep(place, rate, stepTimes, into.length + 2);
          live.print(`  ${describeStep(made)}`);
          into.push(made);
          return made.kept;
        }),
      ({ held }) => `${held} requests/s`,
    );
  const first = await search("search from afar, not counted", { ...coarse, start }, []);
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
      `${name}: looking its ${writes} up`,
      (tell) => countBroken(best, tell),
      (count) => (count === 0 ? "all are there, once" : `${count} lost or doubled`),
    );
  }
  return capacityOf(name, place, rest, steps, found, broken);
}

function capacityOf(
  stage: string,
  { servers }: Place,
  rest: Usage,
  steps: readonly Step[],
  found: readonly Found[],
  broken: number,
): StageCapacity {
  const rate = median(found.map(({ held }) => held));
  const kept = steps.filter((each) => each.kept).sort((a, b) => a.rate - b.rate);
  const best = kept.findLast((each) => each.rate <= rate) ?? kept[0] ?? steps[0];
  if (!best) throw new Error(`no step of ${stage} was made`);
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
      othersAtRest: othersIn(rest),
    },
    servers: servers.map(({ name, host, tier, cpus, memoryMiB: limitMiB }, i) => {
      const used = usage.servers[i];
      const restCores = rest.servers[i]?.cores ?? 0;
      if (!used) throw new Error(`there are no figures of ${name}`);
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
