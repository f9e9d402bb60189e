import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "../../lib/interrupt.ts";
import { seconds } from "../../lib/progress.ts";
import { steadyNow } from "../../lib/steady-clock.ts";
import type { RunningLoad } from "../load/load.ts";
import { calmMilliseconds, isCalm, usualMilliseconds } from "./timeline.ts";

/** How long a drill waits after the repair until requests are served as before. */
const recoveryMs = 60_000;

/** Lets a load run for a time, and reports its progress. */
export async function show(
  load: RunningLoad,
  what: string,
  milliseconds: number,
  report: (detail: string) => void,
): Promise<void> {
  const end = steadyNow() + milliseconds;
  while (steadyNow() < end) {
    const { answered, failed, inFlight } = load.progress();
    const left = seconds(end - steadyNow());
    report(`${what}, ${left} left: ${answered} answered, ${failed} failed, ${inFlight} in flight`);
    await sleep(Math.min(500, Math.max(0, end - steadyNow())), undefined, {
      signal: interruption.signal,
    });
  }
}

/** Waits until requests are served as before, or until the time limit. */
export async function untilCalm(
  load: RunningLoad,
  rate: number,
  report: (detail: string) => void,
): Promise<void> {
  report("waiting until requests are served as before");
  const end = steadyNow() + recoveryMs;
  const isServed = () => {
    const to = steadyNow() - usualMilliseconds;
    const least = (rate * calmMilliseconds) / 2000;
    return isCalm(load.samples, to - calmMilliseconds, to, least);
  };
  while (!isServed() && steadyNow() < end) {
    await sleep(200, undefined, { signal: interruption.signal });
  }
}
