import type { Verdict } from "../load/verdict.ts";
import type { Detection } from "./detection.ts";
import type { Timeline } from "./timeline.ts";

/** The delivery of an alert, in seconds; undefined if it was not delivered. */
export interface AlertResult {
  readonly name: string;
  /** From the fault until it was delivered. */
  readonly firedSeconds?: number;
  /** From the repair; below 0 if it resolved before, because the stage had recovered by itself. */
  readonly resolvedSeconds?: number;
}

/** The result of a drill. */
export interface Result {
  readonly stage: string;
  readonly fault: string;
  /** The fault and its victims, in words. */
  readonly made: string;
  readonly promise: string;
  /** The breaches of the promise, one sentence each; empty if it was held. */
  readonly breaches: readonly string[];
  /** If false, waits include the load generator's own delays. */
  readonly loadKeptUp: boolean;
  /** @default - no server detected it, or should */
  readonly detection?: Detection;
  readonly timeline: Timeline;
  readonly verdict: Verdict;
  /** If the stage has an Alertmanager, and the fault an alert. */
  readonly alert?: AlertResult;
}

/** A drill that was not completed. */
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
