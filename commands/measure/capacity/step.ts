import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../lib/engine/engine.ts";
import { interruption } from "../../lib/interrupt.ts";
import type { Ledger } from "../load/ledger.ts";
import { startLoad } from "../load/load.ts";
import type { Target } from "../load/target.ts";
import { startCalibration } from "./calibration.ts";
import { type Answers, answersBetween, isKept } from "./promise.ts";
import type { RunningServer } from "./servers.ts";
import { read, type Usage, usageBetween } from "./usage.ts";

/** The deployed stage, and its load. */
export interface Place {
  readonly target: Required<Target>;
  readonly engine: Engine;
  readonly servers: readonly RunningServer[];
}

/** A time window at one rate: its requests, and the resource use. */
export interface Step {
  /** Requests/s. */
  readonly rate: number;
  /** Those that were planned in the window; sessions are random. */
  readonly requestsPerSecond: number;
  readonly kept: boolean;
  readonly answers: Answers;
  readonly usage: Usage;
  /** CPU time of the calibration loop meanwhile, in milliseconds. */
  readonly loopMs: number;
  /** Whether the load generator sent the requests at their planned times. */
  readonly generatorKeptUp: boolean;
  readonly ledger: Ledger;
}

/** Not measured: the first visitors are all at their first page. */
const settleMs = 3_000;
const windowMs = 8_000;
const idleMs = 6_000;

/** The same sessions in each step, so that all stages answer the same requests. */
const seed = 1;

/** Sends load at a rate, and measures a window of it. */
export async function makeStep(place: Place, rate: number): Promise<Step> {
  const load = startLoad(place.target, { rate, seed });
  const { from, to, ...measured } = await measureWindow(place).catch(async (error) => {
    await load.stop();
    throw error;
  });
  const { samples, ledger, generator } = await load.stop();
  const answers = answersBetween(samples, from, to);
  return {
    rate,
    requestsPerSecond: (answers.requests * 1000) / (to - from),
    kept: isKept(answers),
    answers,
    ...measured,
    generatorKeptUp: generator.keptUp,
    ledger,
  };
}

async function measureWindow({ engine, servers }: Place) {
  await pause(settleMs);
  const stopCalibration = startCalibration();
  const before = await read(engine, servers);
  const from = Date.now();
  await pause(windowMs);
  const to = Date.now();
  const usage = usageBetween(servers, before, await read(engine, servers));
  return { from, to, usage, loopMs: stopCalibration() };
}

/** The resource use without load. */
export async function measureIdle({ engine, servers }: Place): Promise<Usage> {
  const before = await read(engine, servers);
  await pause(idleMs);
  return usageBetween(servers, before, await read(engine, servers));
}

function pause(milliseconds: number): Promise<void> {
  return sleep(milliseconds, undefined, { signal: interruption.signal });
}
