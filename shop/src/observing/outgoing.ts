import { SpanKind } from "@opentelemetry/api";
import { metrics } from "./metrics.ts";
import type { Peer } from "./peer.ts";
import { beginStep, type StepOptions } from "./tracing.ts";

/** What another server is asked. */
export interface Outgoing extends Omit<StepOptions, "kind" | "mayBegin" | "peer"> {
  readonly to: Peer;
  /** @default SpanKind.CLIENT */
  readonly kind?: SpanKind;
}

/**
 * Asks another server: measured, and shown in the trace that it belongs to, if there is one.
 * @param ask is given how the other server is told of the trace
 */
export async function outgoing<T>(
  { to, kind = SpanKind.CLIENT, ...others }: Outgoing,
  ask: (traceparent?: string) => Promise<T>,
): Promise<T> {
  const counted = metrics();
  const step = beginStep({ ...others, kind, peer: to });
  if (counted === undefined && step === undefined) return ask();

  const started = performance.now();
  let outcome: "ok" | "error" = "error";
  try {
    const answer = await ask(step?.traceparent);
    outcome = "ok";
    return answer;
  } catch (error) {
    step?.fail(error);
    throw error;
  } finally {
    counted?.asked(to, outcome, performance.now() - started);
    step?.end();
  }
}
