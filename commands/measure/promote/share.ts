import type { Sample } from "../load/sample.ts";

/** The part of requests that took less than a time; 1 if there were none. */
export function shareWithin(samples: readonly Sample[], milliseconds: number): number {
  if (samples.length === 0) return 1;
  return samples.filter((sample) => sample.milliseconds < milliseconds).length / samples.length;
}

/** A share as a percentage. */
export function percent(share: number): string {
  // Rounded down: 99.96 % are not all.
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
