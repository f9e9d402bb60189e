import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../lib/engine/engine.ts";
import { interruption } from "../../lib/interrupt.ts";
import type { Ledger } from "../load/ledger.ts";
import { type RunningLoad, startLoad } from "../load/load.ts";
import type { Target } from "../load/target.ts";
import { databaseConnectionShare } from "./connections.ts";
import { type Answers, answersBetween, isBroken, isKept } from "./promise.ts";
import type { RunningServer } from "./servers.ts";
import { read, type Usage, usageBetween } from "./usage.ts";

/** The deployed stage, and its load. */
export interface Place {
  readonly target: Target;
  readonly engine: Engine;
  readonly servers: readonly RunningServer[];
}

/** A time window at one rate: its requests, and the resource use. */
export interface Step {
  /** Requests/s. */
  readonly rate: number;
  readonly kept: boolean;
  readonly answers: Answers;
  readonly usage: Usage;
  /** Whether the load generator sent the requests at their planned times. */
  readonly generatorKeptUp: boolean;
  /** Share of `max_connections` in use on the database, at the end. */
  readonly databaseConnectionShare?: number;
  readonly ledger: Ledger;
}

/** The phases of a step, in milliseconds. */
export interface StepTimes {
  /** Not measured: the first visitors are all at their first page. */
  readonly settleMs: number;
  /** The time window that is measured. */
  readonly windowMs: number;
}

const checkIntervalMs = 250;

/** The minimum of the window, also if the promise is broken: it shows the saturated resource. */
const minWindowMs = 3_000;

/** Sends load at a rate. Ends early when the promise is broken. */
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
    return passed >= windowMs || (passed >= minWindowMs && isBroken(samples, from, expected));
  };
  while (!isOver()) await pause(checkIntervalMs);
  const to = Date.now();
  const usage = usageBetween(servers, before, await read(engine, servers));
  // only now: the query is work for the database
  return { from, to, usage, databaseConnectionShare: await databaseConnectionShare(servers) };
}

/** The resource use without load. */
export async function measureIdle(
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
