import { type Metrics, metrics } from "./metrics.ts";
import type { Peer } from "./peer.ts";
import type { Span } from "./span.ts";
import { type NewSpan, startSpan } from "./tracing.ts";

/** A request to another server. */
export interface OutgoingRequest extends Omit<NewSpan, "startsTrace"> {
  readonly peer: Peer;
}

/**
 * Sends a request to another server; records its duration, and a span if it belongs to a trace.
 * @param send gets the span, to propagate its trace context
 */
export function observeOutgoing<T>(
  request: OutgoingRequest,
  send: (span?: Span) => Promise<T>,
): Promise<T> {
  const recorded = metrics();
  const span = startSpan(request);
  if (recorded === undefined && span === undefined) return send();
  return observe(request.peer, send, recorded, span);
}

async function observe<T>(
  peer: Peer,
  send: (span?: Span) => Promise<T>,
  recorded: Metrics | undefined,
  span: Span | undefined,
): Promise<T> {
  const started = performance.now();
  try {
    const response = await send(span);
    recorded?.recordOutgoing(peer, "ok", performance.now() - started);
    return response;
  } catch (error) {
    recorded?.recordOutgoing(peer, "error", performance.now() - started);
    span?.fail(error);
    throw error;
  } finally {
    span?.end();
  }
}
