import type { ArrowMetrics } from "../../model/state.ts";

/** An arrow's colour, by the health of its requests. */
export type Tone = "good" | "doubtful" | "bad" | "idle";

/** Returns `bad` above 1 % errors, `doubtful` if the p95 is over `slowSeconds`. */
export function toneOf(
  { requestsPerSecond, errorShare = 0, p95Seconds = 0 }: ArrowMetrics,
  slowSeconds: number,
): Tone {
  if (!requestsPerSecond) return "idle";
  if (errorShare > 0.01) return "bad";
  return p95Seconds > slowSeconds ? "doubtful" : "good";
}

/** Grows with the logarithm of the rate, from 1 to 5. */
export function strokeWidth(perSecond = 0): number {
  return Math.min(5, 1 + Math.log10(1 + perSecond) * 1.4);
}

/**
 * The duration of the dashes' animation; undefined without requests. It has few steps, because the
 * animation jumps when its duration changes.
 */
export function motionSeconds(perSecond = 0): number | undefined {
  if (perSecond <= 0) return undefined;
  if (perSecond < 1) return 2.4;
  if (perSecond < 10) return 1.4;
  return perSecond < 100 ? 0.8 : 0.45;
}
