import type { ArrowFigures } from "../../model/state.ts";

/** How an arrow looks: by what goes along it. */
export type Tone = "good" | "doubtful" | "bad" | "idle";

/** Bad if more than one of a hundred fails, doubtful if 95 of 100 take longer than half a second. */
export function toneOf({ requestsPerSecond, errorShare = 0, p95Seconds = 0 }: ArrowFigures): Tone {
  if (!requestsPerSecond) return "idle";
  if (errorShare > 0.01) return "bad";
  return p95Seconds > 0.5 ? "doubtful" : "good";
}

/** From 1 to 5 in steps of ten times as much. */
export function strokeWidth(perSecond = 0): number {
  return Math.min(5, 1 + Math.log10(1 + perSecond) * 1.4);
}

/**
 * How long a dash takes to the next one's place; undefined where nothing moves. Few steps: a motion
 * whose duration changes jumps.
 */
export function motionSeconds(perSecond = 0): number | undefined {
  if (perSecond <= 0) return undefined;
  if (perSecond < 1) return 2.4;
  if (perSecond < 10) return 1.4;
  return perSecond < 100 ? 0.8 : 0.45;
}
