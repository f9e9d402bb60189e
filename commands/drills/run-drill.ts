import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../environment.ts";
import { interruption } from "../lib/interrupt.ts";
import { seconds } from "../lib/progress.ts";
import type { ServerContainer } from "../lib/server-containers.ts";
import { UserError } from "../lib/user-error.ts";
import { type Load, startLoad } from "../load/load.ts";
import { judge } from "../load/verdict.ts";
import { type Wanted, waitForDelivery } from "./alerts.ts";
import { detect } from "./detection.ts";
import { type Fault, promiseOf } from "./fault.ts";
import { findBreaches } from "./judgement.ts";
import { describePromise } from "./promise.ts";
import type { AlertResult, Result } from "./result.ts";
import {
  calmMilliseconds,
  isCalm,
  type Moments,
  readTimeline,
  usualMilliseconds,
} from "./timeline.ts";
import { whileBroken } from "./while-broken.ts";
import { waitUntilWhole } from "./whole.ts";

/** How long the load runs before the fault. */
const steadyMs = 5_000;
/** How long an alert may take, and its end. */
const firingMs = 120_000;
const resolvingMs = 240_000;
/** How long requests may take to be served as before after a repair, until the drill is ended. */
const recoveryMs = 60_000;

export interface DrillOptions {
  readonly environment: Environment;
  /** The stage that runs. */
  readonly stage: string;
  readonly fault: Fault;
  /** Requests a second. */
  readonly rate: number;
  /** Told what happens just now. */
  readonly tell: (detail: string) => void;
}

/** Makes a fault under load, repairs it, and finds what it cost. The fault always ends repaired. */
export async function runDrill(options: DrillOptions): Promise<Result> {
  const { environment, stage, fault, rate, tell } = options;
  const promised = promiseOf(fault, stage);
  if (!promised) throw new UserError(`${fault.name} can't happen in ${stage}`);
  await waitUntilWhole(environment, tell);
  const victims = await fault.find(environment);
  const alert = stage === "stage-8" ? fault.alert : undefined;

  const load = startLoad({ url: `http://127.0.0.1:${environment.port}`, rate, seed: 1 });
  let moments: Moments;
  let fired: number | undefined;
  try {
    await show(load, "load before the fault", steadyMs, tell);
    moments = await whileBroken(fault, victims, async (since) => {
      await show(load, "under the fault", fault.seconds * 1000, tell);
      const wanted = alert && wantedOf(alert, victims, since);
      if (wanted) {
        tell(`waiting for the alert ${alert}`);
        fired = await waitForDelivery(environment, wanted, "firing", firingMs);
      }
    });
    await waitUntilWhole(environment, tell);
    await untilCalm(load, rate, tell);
  } catch (error) {
    await load.stop();
    throw error;
  }
  tell("waiting for the last answers");
  const record = await load.stop();
  const verdict = await judge(record.ledger, environment, tell);
  const { faultAt, repairedAt } = moments;

  const timeline = readTimeline(record.samples, moments);
  const detection = fault.noticed && (await detect(environment, fault.noticed, faultAt));
  const breaches = findBreaches(promised, timeline, verdict);
  let told: AlertResult | undefined;
  if (alert) {
    tell(`waiting for the end of the alert ${alert}`);
    const wanted = wantedOf(alert, victims, repairedAt);
    const resolved = fired && (await waitForDelivery(environment, wanted, "resolved", resolvingMs));
    told = {
      name: alert,
      firedSeconds: fired && (fired - faultAt) / 1000,
      resolvedSeconds: resolved && (resolved - repairedAt) / 1000,
    };
    if (!fired) breaches.push(`the alert ${alert} did not come within ${firingMs / 1000} s`);
    else if (!resolved) breaches.push(`the alert ${alert} did not end in ${resolvingMs / 1000} s`);
  }
  if (!record.generator.keptUp)
    breaches.push("the load's own program did not keep up, so its figures are not the shop's");
  return {
    stage,
    fault: fault.name,
    made: `${fault.way.made}: ${victims.map(({ name }) => name).join(", ")}`,
    promise: describePromise(promised),
    breaches,
    detection,
    timeline,
    verdict,
    alert: told,
  };
}

/** Lets a load run for a time, and tells how it goes. */
async function show(
  load: Load,
  what: string,
  milliseconds: number,
  tell: (detail: string) => void,
): Promise<void> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const { answered, failed, underWay } = load.progress();
    const left = seconds(end - Date.now());
    tell(`${what}, ${left} left: ${answered} answered, ${failed} failed, ${underWay} under way`);
    await sleep(Math.min(500, Math.max(0, end - Date.now())), undefined, {
      signal: interruption.signal,
    });
  }
}

/** Waits until requests are served as before, or for as long as that may take. */
async function untilCalm(load: Load, rate: number, tell: (detail: string) => void): Promise<void> {
  tell("waiting until requests are served as before");
  const end = Date.now() + recoveryMs;
  const isServed = () => {
    const to = Date.now() - usualMilliseconds;
    const least = (rate * calmMilliseconds) / 2000;
    return isCalm(load.samples, to - calmMilliseconds, to, least);
  };
  while (!isServed() && Date.now() < end) {
    await sleep(200, undefined, { signal: interruption.signal });
  }
}

function wantedOf(name: string, victims: readonly ServerContainer[], since: number): Wanted {
  return { name, server: victims[0]?.name ?? "", since };
}
