import type { Verdict } from "../load/verdict.ts";
import type { Detection } from "./detection.ts";
import type { Timeline } from "./timeline.ts";

/** What an alert did, in seconds; undefined where it did not. */
export interface AlertResult {
  readonly name: string;
  /** From the fault until it was delivered. */
  readonly firedSeconds?: number;
  /** From the repair until its end was delivered; below 0 if it ended before, as the stage had helped itself. */
  readonly resolvedSeconds?: number;
}

/** What a drill found. */
export interface Result {
  readonly stage: string;
  readonly fault: string;
  /** What was done to whom, in words. */
  readonly made: string;
  readonly promise: string;
  /** Why the promise was not held, a sentence each; none if it was. */
  readonly breaches: readonly string[];
  /** False: waits are in part those of the load generator, so the application may have been quicker. */
  readonly loadKeptUp: boolean;
  /** @default - nobody noticed, or nobody was to */
  readonly detection?: Detection;
  readonly timeline: Timeline;
  readonly verdict: Verdict;
  /** Where the stage has an Alertmanager, and an alert is to report the fault. */
  readonly alert?: AlertResult;
}

/** A drill that did not come to its end. */
export interface Failure {
  readonly stage: string;
  readonly fault: string;
  readonly error: string;
}

export type Outcome = Result | Failure;

export function hasFailed(outcome: Outcome): outcome is Failure {
  return "error" in outcome;
}

export function isHeld(outcome: Outcome): boolean {
  return !hasFailed(outcome) && outcome.breaches.length === 0;
}
