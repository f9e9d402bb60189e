import type { Load, Step } from "../../../constructs/app/load.ts";
import { seededRandom } from "./random.ts";

/** A visitor's session. */
export interface Arrival {
  /** In milliseconds since the start of the load; negative for visitors who arrived before. */
  readonly at: number;
  readonly steps: readonly Step[];
}

/**
 * Visitors at a constant rate of requests: the time to the next arrival is the visitor's number of
 * requests, divided by the rate. Endless; deterministic by rate and seed.
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
