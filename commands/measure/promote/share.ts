import type { Sample } from "../load/sample.ts";

/** The share of requests that took less than a time; 1 without requests. */
export function shareWithin(samples: readonly Sample[], milliseconds: number): number {
  if (samples.length === 0) return 1;
  return samples.filter((sample) => sample.milliseconds < milliseconds).length / samples.length;
}

/** A share as a percentage. */
export function percent(share: number): string {
  // rounded down: 99.96 % is not all
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
