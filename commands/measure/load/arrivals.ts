import type { Load, Step } from "../../../constructs/app/load.ts";
import { seededRandom } from "./random.ts";

/** A visitor's session. */
export interface Arrival {
  /** In milliseconds from the load's begin; negative where the visitor is there already. */
  readonly at: number;
  readonly steps: readonly Step[];
}

/**
 * Visitors at a constant rate of requests: the time to the next one is the number of requests of
 * this one, divided by the rate. Endless, and the same for the same rate and seed.
 * @param rate requests per second
 */
export function* arrivals(load: Load, rate: number, seed: number): Generator<Arrival, never> {
  const random = seededRandom(seed);
  let at = -load.longestSessionMs;
  for (;;) {
    const steps = load.plan(random, at < 0);
    const here = at;
    yield { at, steps: steps.filter((step) => here + step.at >= 0) };
    const requests = countRequests(steps);
    if (requests === 0) throw new Error("the load plans a session without requests");
    at += (requests * 1000) / rate;
  }
}

export function countRequests(steps: readonly Step[]): number {
  return steps.reduce((sum, { requests }) => sum + requests, 0);
}
