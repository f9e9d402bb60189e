import { SpanKind } from "@opentelemetry/api";
import { metrics } from "../observing/metrics.ts";
import { type Origin, originOf } from "../observing/origin.ts";
import type { Span } from "../observing/span.ts";
import { startSpan } from "../observing/tracing.ts";
import type { Outcome } from "./charger.ts";

const OUTCOMES: readonly (Outcome | "again")[] = ["charged", "copy", "put-off", "dead", "again"];

/** Sets each counter to 0, so that Prometheus sees the first increase. */
export function initializeCounters(): void {
  for (const outcome of OUTCOMES) metrics()?.messages.inc({ outcome }, 0);
  for (const outcome of ["paid", "refused", "no-answer"]) metrics()?.charges.inc({ outcome }, 0);
}

/**
 * Consumes a message: counts it, and traces it as part of the request that it comes from.
 * @param work throws if the message must be requeued
 */
export async function deliver(
  headers: Readonly<Record<string, unknown>> | undefined,
  work: (origin: Origin, span?: Span) => Promise<Outcome>,
): Promise<void> {
  const sent = originOf(headers);
  const span = startSpan({
    name: () => "process charges",
    kind: SpanKind.CONSUMER,
    remoteParent: sent.traceparent,
    startsTrace: true,
    peer: "queue",
    attributes: {
      "messaging.system": "rabbitmq",
      "messaging.operation.type": "process",
      ...(sent.requestId !== undefined && { "request.id": sent.requestId }),
    },
  });
  const origin = { ...sent, traceparent: span?.traceparent ?? sent.traceparent };

  let outcome: Outcome | "again" = "again";
  try {
    outcome = await work(origin, span);
  } catch (error) {
    span?.fail(error);
    throw error;
  } finally {
    metrics()?.messages.inc({ outcome });
    span?.end({ outcome });
  }
}
