import { type Metrics, metrics } from "./metrics.ts";
import type { Peer } from "./peer.ts";
import { beginStep, type Step, type StepOptions } from "./tracing.ts";

/** What another server is asked. */
export interface Outgoing extends Omit<StepOptions, "mayBegin"> {
  readonly peer: Peer;
}

/**
 * Asks another server: measured, and shown in the trace that it belongs to, if there is one.
 * @param ask is given how the other server is told of the trace
 */
export function outgoing<T>(
  asked: Outgoing,
  ask: (traceparent?: string) => Promise<T>,
): Promise<T> {
  const counted = metrics();
  const step = beginStep(asked);
  if (counted === undefined && step === undefined) return ask();
  return observe(asked.peer, ask, counted, step);
}

async function observe<T>(
  peer: Peer,
  ask: (traceparent?: string) => Promise<T>,
  counted: Metrics | undefined,
  step: Step | undefined,
): Promise<T> {
  const started = performance.now();
  try {
    const answer = await ask(step?.traceparent);
    counted?.asked(peer, "ok", performance.now() - started);
    return answer;
  } catch (error) {
    counted?.asked(peer, "error", performance.now() - started);
    step?.fail(error);
    throw error;
  } finally {
    step?.end();
  }
}
