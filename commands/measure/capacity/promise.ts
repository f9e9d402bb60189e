import { OBJECTIVE } from "../../../architecture/objective.ts";
import type { Sample } from "../load/sample.ts";

/** The promise: no request fails, and the objective's share of them is faster than this. */
export const promisedMs = OBJECTIVE.latencyMs;
const share = OBJECTIVE.fastShare;

/** Failures and latencies of the requests that were planned in a time window. */
export interface Answers {
  readonly requests: number;
  readonly failed: number;
  /** Percentiles from the planned time to the end of the response, in milliseconds. */
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

/** Whether the promise is kept; false without requests. */
export function isKept({ requests, failed, p95 }: Answers): boolean {
  return requests > 0 && failed === 0 && p95 < promisedMs;
}

/** The value that this share of the sorted values does not exceed; 0 without values. */
function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
