import type { Verdict } from "../load/verdict.ts";
import type { Detection } from "./detection.ts";
import { failedOf, longestWaitOf, type Timeline } from "./timeline.ts";

/** The delivery of an alert, in seconds; undefined if it was not delivered. */
export interface AlertResult {
  readonly name: string;
  /** From the fault until it was delivered. */
  readonly firedSeconds?: number;
  /** From the repair; below 0 if it resolved before, because the stage had recovered by itself. */
  readonly resolvedSeconds?: number;
}

/** One of several runs of a drill. */
export interface Run {
  readonly held: boolean;
  readonly failed: number;
  readonly lost: number;
  readonly longestWaitSeconds: number;
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
  /** If the drill was made several times: all of them; the rest is the result of the worst one. */
  readonly runs?: readonly Run[];
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

/** The worst of several runs of a drill, with all of them: one that failed, or broke its promise, or waited longest. */
export function worstOf(outcomes: readonly [Outcome, ...Outcome[]]): Outcome {
  const results = outcomes.flatMap((outcome) => (hasFailed(outcome) ? [] : [outcome]));
  const [worst] = [...results].sort(
    (one, other) =>
      Number(isHeld(one)) - Number(isHeld(other)) ||
      longestWaitOf(other.timeline) - longestWaitOf(one.timeline),
  );
  const failure = outcomes.find(hasFailed);
  if (failure || !worst || results.length === 1) return failure ?? outcomes[0];
  return { ...worst, runs: results.map(runOf) };
}

function runOf(result: Result): Run {
  return {
    held: isHeld(result),
    failed: failedOf(result.timeline),
    lost: result.verdict.lost.length,
    longestWaitSeconds: longestWaitOf(result.timeline),
  };
}
