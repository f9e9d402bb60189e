import { random } from "../../../shop/src/products/random.ts";
import { longestWalk, planWalk, type Visit } from "./walk.ts";

/** A shopper who comes to the shop. */
export interface Arrival {
  /** In milliseconds from the begin of the load. Who came before it is negative, and is in the shop by then. */
  readonly at: number;
  readonly visits: readonly Visit[];
}

/**
 * Shoppers at a constant rate of requests: each comes when those before have, on average, been
 * granted theirs. Endless, and the same for the same rate and seed.
 * @param rate requests a second
 */
export function* arrivals(rate: number, seed: number): Generator<Arrival, never> {
  const next = random(seed);
  let at = -longestWalk;
  for (;;) {
    const visits = planWalk(next, at < 0);
    const here = at;
    yield { at, visits: visits.filter((visit) => here + visit.at >= 0) };
    at += (countRequests(visits) * 1000) / rate;
  }
}

/** How many requests a walk is, with its files and repetitions. */
export function countRequests(visits: readonly Visit[]): number {
  const counts = visits.map(
    ({ action, files }) =>
      1 + files.length + ("again" in action && action.again !== undefined ? 1 : 0),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
