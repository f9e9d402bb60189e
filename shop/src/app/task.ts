import type { Origin } from "../observing/origin.ts";
import type { Span } from "../observing/span.ts";

/** Context of a unit of work; passed to everything that is done for it. */
export interface Task {
  /** Until then it may wait for the database, in ms of the monotonic clock `performance.now()`. */
  readonly deadline: number;
  /** Id of the request that it belongs to. @default - no request */
  readonly requestId?: string;
  /** The parent of its spans. @default - not traced */
  readonly span?: Span;
}

/** Context to propagate to other programs that continue the work later. */
export function toOrigin({ requestId, span }: Task): Origin {
  return { requestId, traceparent: span?.traceparent };
}
