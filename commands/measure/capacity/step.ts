import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../lib/engine/engine.ts";
import { interruption } from "../../lib/interrupt.ts";
import type { Ledger } from "../load/ledger.ts";
import { type RunningLoad, startLoad } from "../load/load.ts";
import type { Target } from "../load/target.ts";
import { databaseConnectionShare } from "./connections.ts";
import { type Answers, answersBetween, isKept, isLost } from "./promise.ts";
import type { RunningServer } from "./servers.ts";
import { read, type Usage, usageBetween } from "./usage.ts";

/** Where steps are made. */
export interface Place {
  readonly target: Target;
  readonly engine: Engine;
  readonly servers: readonly RunningServer[];
}

/** A time at one rate, and what became of the requests that were planned in it. */
export interface Step {
  /** Requests/s. */
  readonly rate: number;
  readonly kept: boolean;
  readonly answers: Answers;
  readonly usage: Usage;
  /** Whether the load generator could send what it had planned when it had planned it. */
  readonly generatorKeptUp: boolean;
  /** Of the connections that the database takes, those that were there at the end. */
  readonly databaseConnectionShare?: number;
  readonly ledger: Ledger;
}

/** How long a step takes, in milliseconds. */
export interface StepTimes {
  /** Until then nothing counts: the first visitors are all at their first page. */
  readonly settleMs: number;
  /** What counts. */
  readonly windowMs: number;
}

const lookEveryMs = 250;

/** A step whose promise is lost goes on for this long, so that what is used up shows. */
const lostMs = 3_000;

/** Keeps a rate up for a time. A step ends early when the promise can't be kept any more. */
export async function makeStep(
  place: Place,
  rate: number,
  times: StepTimes,
  seed: number,
): Promise<Step> {
  const load = startLoad(place.target, { rate, seed });
  const window = await measureWindow(place, load, rate, times).catch(async (error) => {
    await load.stop();
    throw error;
  });
  const { samples, ledger, generator } = await load.stop();

  const { from, to, ...used } = window;
  const answers = answersBetween(samples, from, to);
  return {
    rate,
    kept: isKept(answers),
    answers,
    ...used,
    generatorKeptUp: generator.keptUp,
    ledger,
  };
}

interface Window extends Pick<Step, "usage" | "databaseConnectionShare"> {
  /** In milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

async function measureWindow(
  { engine, servers }: Place,
  { samples }: RunningLoad,
  rate: number,
  { settleMs, windowMs }: StepTimes,
): Promise<Window> {
  await pause(settleMs);
  const before = await read(engine, servers);
  const from = Date.now();
  const expected = (rate * windowMs) / 1000;
  const isOver = () => {
    const passed = Date.now() - from;
    return passed >= windowMs || (passed >= lostMs && isLost(samples, from, expected));
  };
  while (!isOver()) await pause(lookEveryMs);
  const to = Date.now();
  const usage = usageBetween(servers, before, await read(engine, servers));
  // Asked only now: it is work for the database.
  return { from, to, usage, databaseConnectionShare: await databaseConnectionShare(servers) };
}

/** What is used without load, in that time. */
export async function measureRest(
  { engine, servers }: Place,
  milliseconds: number,
): Promise<Usage> {
  const before = await read(engine, servers);
  await pause(milliseconds);
  return usageBetween(servers, before, await read(engine, servers));
}

function pause(milliseconds: number): Promise<void> {
  return sleep(milliseconds, undefined, { signal: interruption.signal });
}
