import type { Group } from "../../../constructs/app/load.ts";
import type { Sample } from "../load/sample.ts";

/** A request that takes longer is not served as before. */
export const usualMilliseconds = 1000;

/** Calm before the repair for so long: the stage has recovered by itself. */
export const calmMilliseconds = 3000;

/** Failures and waits of the requests of one group. */
export interface GroupTimeline {
  readonly failed: number;
  /** The shortest wait of one that failed, in seconds; undefined if none failed. */
  readonly shortestFailureSeconds?: number;
  /** The longest wait of one that did not fail, in seconds. */
  readonly longestWaitSeconds: number;
}

/** The impact of a fault on clients, from their requests. */
export interface Timeline {
  readonly sent: number;
  readonly groups: Readonly<Record<Group, GroupTimeline>>;
  /**
   * The share of the requests that arrived under the fault, and were not served as before: from 0 to
   * 1. Older results lack it.
   */
  readonly disturbedShare?: number;
  /** Whether the stage recovered by itself, before the repair. */
  readonly overcome: boolean;
  /**
   * RTO: seconds from the fault to the arrival of the last request that was not served as before
   * (it failed, or took longer than a second); 0 if all were. If the stage recovered by itself,
   * disturbances by the repair do not count.
   */
  readonly recoverySeconds: number;
  /** The same from the repair on; 0 if all were served as before. */
  readonly afterRepairSeconds: number;
  /** Seconds from the fault to the repair. */
  readonly lastedSeconds: number;
}

/** The times of a drill, in milliseconds since 1970. */
export interface Moments {
  readonly faultAt: number;
  readonly repairedAt: number;
}

/**
 * Measures the impact of a fault from the requests of a load.
 * @param kinds the group of each kind of request
 */
export function readTimeline(
  samples: readonly Sample[],
  { faultAt, repairedAt }: Moments,
  kinds: Readonly<Record<string, Group>>,
): Timeline {
  // includes the requests in flight when the fault happened
  const met = samples.filter(({ plannedAt, milliseconds }) => plannedAt + milliseconds >= faultAt);
  const disturbed = met.filter((sample) => !isServedAsBefore(sample));
  const arrivals = disturbed.map(({ plannedAt }) => plannedAt);
  const before = arrivals.filter((at) => at < repairedAt);
  const under = samples.filter(({ plannedAt }) => plannedAt >= faultAt && plannedAt < repairedAt);
  const overcome = latest(before) < repairedAt - calmMilliseconds;

  const groupOf = (group: Group) => summarize(met.filter(({ kind }) => kinds[kind] === group));
  return {
    sent: samples.length,
    groups: { writes: groupOf("writes"), files: groupOf("files"), pages: groupOf("pages") },
    disturbedShare: share(under),
    overcome,
    recoverySeconds: secondsBetween(faultAt, latest(overcome ? before : arrivals)),
    afterRepairSeconds: secondsBetween(repairedAt, latest(arrivals)),
    lastedSeconds: secondsBetween(faultAt, repairedAt),
  };
}

export function failedOf({ groups }: Timeline): number {
  return Object.values(groups).reduce((sum, { failed }) => sum + failed, 0);
}

export function longestWaitOf({ groups }: Timeline): number {
  return Math.max(...Object.values(groups).map((group) => group.longestWaitSeconds));
}

/** Whether enough requests arrived in a time window, and all were served as before. */
export function isCalm(
  samples: readonly Sample[],
  from: number,
  to: number,
  least: number,
): boolean {
  const came = samples.filter(({ plannedAt }) => plannedAt >= from && plannedAt < to);
  return came.length >= least && came.every(isServedAsBefore);
}

function isServedAsBefore({ milliseconds, failure }: Sample): boolean {
  return failure === undefined && milliseconds <= usualMilliseconds;
}

function summarize(samples: readonly Sample[]): GroupTimeline {
  const waits = samples.filter(({ failure }) => !failure).map(({ milliseconds }) => milliseconds);
  const failures = samples.filter(({ failure }) => failure).map(({ milliseconds }) => milliseconds);
  return {
    failed: failures.length,
    ...(failures.length > 0 && { shortestFailureSeconds: Math.min(...failures) / 1000 }),
    longestWaitSeconds: latest(waits) / 1000,
  };
}

/** The share of requests that were not served as before. */
function share(samples: readonly Sample[]): number {
  const disturbed = samples.filter((sample) => !isServedAsBefore(sample));
  return samples.length > 0 ? disturbed.length / samples.length : 0;
}

function latest(moments: readonly number[]): number {
  return moments.reduce((most, each) => Math.max(most, each), 0);
}

function secondsBetween(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}
