import type { Environment } from "../../../environment.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";
import { type LoadRecord, startLoad } from "../load/load.ts";
import { type Target, targetIn } from "../load/target.ts";
import { judge } from "../load/verdict.ts";
import { wordsOf } from "../load/words.ts";
import { AlertWatch } from "./alert-watch.ts";
import { deliversAlerts } from "./alerts.ts";
import { detect } from "./detection.ts";
import { type Fault, promiseOf } from "./fault.ts";
import { waitUntilHealthy } from "./healthy.ts";
import { findBreaches } from "./judgement.ts";
import { describePromise } from "./promise.ts";
import type { Result } from "./result.ts";
import { type Moments, readTimeline } from "./timeline.ts";
import { show, untilCalm } from "./watch-load.ts";
import { whileBroken } from "./while-broken.ts";

/** How long the load runs before the fault. */
const steadyMs = 5_000;

export interface DrillOptions {
  readonly environment: Environment;
  /** The deployed stage. */
  readonly stage: string;
  readonly fault: Fault;
  /** Requests a second. */
  readonly rate: number;
  /** Whether the fault lasts until its alert was delivered, if it has one. @default - true */
  readonly awaitsAlert?: boolean;
  /** Called with the current step. */
  readonly report: (detail: string) => void;
}

/** Makes a fault under load, repairs it in any case, and measures its impact. */
export async function runDrill(options: DrillOptions): Promise<Result> {
  const { environment, stage, fault, awaitsAlert = true, report } = options;
  const promised = promiseOf(fault, stage);
  if (!promised) throw new UserError(`${fault.name} can't happen in ${stage}`);
  await waitUntilHealthy(environment, report);
  const victims = await fault.find(environment);
  const alert =
    awaitsAlert && fault.alert && (await deliversAlerts(environment))
      ? new AlertWatch(environment, fault.alert, victims[0]?.name ?? "")
      : undefined;

  const target = await targetIn(environment);
  const { record, moments } = await breakUnderLoad(options, target, victims, alert);
  const verdict = await judge(target, record.ledger, report);
  const timeline = readTimeline(record.samples, moments, target.load.kinds);
  const { noticed } = fault;
  const detection = noticed && (await detect(environment, noticed, moments.faultAt));
  await alert?.waitForEnd(report);
  return {
    stage,
    fault: fault.name,
    made: `${fault.way.made}: ${victims.map(({ name }) => name).join(", ")}`,
    promise: describePromise(promised, wordsOf(target.load)),
    breaches: [...findBreaches(promised, timeline, verdict), ...(alert?.breaches ?? [])],
    loadKeptUp: record.generator.keptUp,
    detection,
    timeline,
    verdict,
    alert: alert?.result(moments),
  };
}

/** The load runs before the fault, while it lasts, and until requests are served as before. */
async function breakUnderLoad(
  { environment, fault, rate, report }: DrillOptions,
  target: Target,
  victims: readonly ServerContainer[],
  alert: AlertWatch | undefined,
): Promise<{ record: LoadRecord; moments: Moments }> {
  const load = startLoad(target, { rate, seed: 1 });
  try {
    await show(load, "before the fault", steadyMs, report);
    const moments = await whileBroken(fault, victims, async (faultAt) => {
      await show(load, "under the fault", fault.seconds * 1000, report);
      await alert?.waitForFiring(faultAt, report);
    });
    await waitUntilHealthy(environment, report);
    await untilCalm(load, rate, report);
    report("waiting for the last responses");
    return { record: await load.stop(), moments };
  } catch (error) {
    await load.stop();
    throw error;
  }
}
