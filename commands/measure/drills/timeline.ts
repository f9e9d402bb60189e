import type { Group } from "../../../constructs/app/load.ts";
import type { Sample } from "../load/sample.ts";

/** A request that waits for longer is not served as before. */
export const usualMilliseconds = 1000;

/** A fault counts as overcome without a repair if that long before it all were served as before. */
export const calmMilliseconds = 3000;

/** What became of the requests of one group. */
export interface GroupTimeline {
  readonly failed: number;
  /** How long the one that failed first had waited, in seconds; undefined if none failed. */
  readonly shortestFailureSeconds?: number;
  /** The longest wait of one that did not fail, in seconds. */
  readonly longestWaitSeconds: number;
}

/** What clients saw of a fault, from its requests. */
export interface Timeline {
  readonly sent: number;
  readonly groups: Readonly<Record<Group, GroupTimeline>>;
  /** Whether requests were served as before while the fault lasted. */
  readonly overcome: boolean;
  /**
   * RTO: seconds from the fault until the last request came that was not served as before (it failed,
   * or waited longer than a second); 0 if all were. Where the fault was overcome before the repair,
   * only until then: a repair may disturb, too.
   */
  readonly recoverySeconds: number;
  /** The same from the repair on; 0 if all were served as before. */
  readonly afterRepairSeconds: number;
  /** Seconds from the fault to the repair. */
  readonly lastedSeconds: number;
}

/** The moments of a drill, in milliseconds since 1970. */
export interface Moments {
  readonly faultAt: number;
  readonly repairedAt: number;
}

/**
 * Reads from a load's requests how long a fault was noticed, and by whom.
 * @param kinds the group of each kind of request
 */
export function readTimeline(
  samples: readonly Sample[],
  { faultAt, repairedAt }: Moments,
  kinds: Readonly<Record<string, Group>>,
): Timeline {
  // What was under way at the fault is its victim as well.
  const met = samples.filter(({ plannedAt, milliseconds }) => plannedAt + milliseconds >= faultAt);
  const disturbed = met.filter((sample) => !isServedAsBefore(sample));
  const arrivals = disturbed.map(({ plannedAt }) => plannedAt);
  const before = arrivals.filter((at) => at < repairedAt);
  const overcome = latest(before) < repairedAt - calmMilliseconds;

  const groupOf = (group: Group) => summarize(met.filter(({ kind }) => kinds[kind] === group));
  return {
    sent: samples.length,
    groups: { writes: groupOf("writes"), files: groupOf("files"), pages: groupOf("pages") },
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

/** Whether all requests that came within a time were served as before, and at least so many did come. */
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

function latest(moments: readonly number[]): number {
  return moments.reduce((most, each) => Math.max(most, each), 0);
}

function secondsBetween(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}
