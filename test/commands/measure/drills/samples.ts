import type { Result } from "../../../../commands/measure/drills/result.ts";
import type { Timeline } from "../../../../commands/measure/drills/timeline.ts";
import type { Sample } from "../../../../commands/measure/load/sample.ts";
import { whole } from "../load/whole.ts";

/** When the fault of the tests is made, in milliseconds since 1970. */
export const faultAt = 1_000_000;

/** The groups of the requests of the tests. */
export const kinds = { product: "pages", file: "files", order: "writes" } as const;

/** A request that came some seconds after the fault. */
export function sample(
  seconds: number,
  milliseconds: number,
  kind = "product",
  failure?: string,
): Sample {
  return { kind, plannedAt: faultAt + seconds * 1000, milliseconds, failure };
}

/** Requests ten times a second between two moments, all answered at once. */
export function calm(fromSeconds: number, toSeconds: number): Sample[] {
  const count = (toSeconds - fromSeconds) * 10;
  return Array.from({ length: count }, (_, i) => sample(fromSeconds + i / 10, 20));
}

const group = { failed: 0, longestWaitSeconds: 0.1 };

export const untouched: Timeline = {
  sent: 400,
  groups: { writes: group, files: group, pages: group },
  overcome: true,
  recoverySeconds: 0,
  afterRepairSeconds: 0,
  lastedSeconds: 15,
};

/** A drill whose promise was held. */
export function result(changes: Partial<Result> = {}): Result {
  return {
    stage: "stage-4",
    fault: "kill-web",
    made: "docker kill: web-1",
    promise: "no client-visible impact",
    breaches: [],
    loadKeptUp: true,
    detection: { server: "load-balancer", seconds: 0.74 },
    timeline: untouched,
    verdict: whole,
    ...changes,
  };
}
