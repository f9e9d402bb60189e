import type { Origin } from "../observing/origin.ts";
import type { Step } from "../observing/step.ts";

/** Context of a unit of work; passed to everything that is done for it. */
export interface Task {
  /** Until then it may wait for the database, in ms of the monotonic clock `performance.now()`. */
  readonly deadline: number;
  /** Id of the request that it belongs to. @default - no request */
  readonly requestId?: string;
  /** Its span, parent of further spans. @default - not traced */
  readonly step?: Step;
}

/** Context to propagate to other programs that continue the work later. */
export function toOrigin({ requestId, step }: Task): Origin {
  return { requestId, traceparent: step?.traceparent };
}
