import { OBJECTIVE } from "../../../architecture/objective.ts";
import type { Sample } from "../load/sample.ts";

/** What a stage promises at a rate: no request fails, and the objective's share takes less than this. */
export const promisedMs = OBJECTIVE.latencyMs;
const share = OBJECTIVE.fastShare;

/** What became of the requests that were planned within a time. */
export interface Answers {
  readonly requests: number;
  readonly failed: number;
  /** Percentiles from the planned time to the end of the answer, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly mean: number;
}

/** The requests that were planned from one time to another, in milliseconds since 1970. */
export function answersBetween(samples: readonly Sample[], from: number, to: number): Answers {
  const planned = samples.filter(({ plannedAt }) => plannedAt >= from && plannedAt < to);
  const times = planned.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    requests: planned.length,
    failed: planned.filter(({ failure }) => failure !== undefined).length,
    p50: percentile(times, 0.5),
    p95: percentile(times, share),
    max: times.at(-1) ?? 0,
    mean: times.reduce((sum, each) => sum + each, 0) / Math.max(1, times.length),
  };
}

/** Whether the promise is kept; nothing was asked, nothing was kept. */
export function isKept({ requests, failed, p95 }: Answers): boolean {
  return requests > 0 && failed === 0 && p95 < promisedMs;
}

/**
 * Whether the promise can't be kept any more, whatever is still to come.
 * @param expected how many requests there will be in all
 */
export function isLost(samples: readonly Sample[], from: number, expected: number): boolean {
  const late = samples.filter(
    ({ plannedAt, milliseconds, failure }) =>
      plannedAt >= from && (failure !== undefined || milliseconds >= promisedMs),
  );
  return (
    late.some(({ failure }) => failure !== undefined) || late.length > expected * (1 - share) + 1
  );
}

/** The value that this share of the sorted ones does not exceed; 0 of none. */
function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
