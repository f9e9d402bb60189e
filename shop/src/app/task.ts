import type { Origin } from "../observing/origin.ts";
import type { Step } from "../observing/step.ts";

/** What work is done for. All that is done for it is handed it. */
export interface Task {
  /** Until when (ms, by `performance.now()`, which no step of the clock changes) it may wait for the database. */
  readonly deadline: number;
  /** The id of the request that asked for it. @default - no request did */
  readonly requestId?: string;
  /** What the trace shows of it: steps belong to it. @default - it is in no trace */
  readonly step?: Step;
}

/** How others are told of it, who go on with it later. */
export function toOrigin({ requestId, step }: Task): Origin {
  return { requestId, traceparent: step?.traceparent };
}
