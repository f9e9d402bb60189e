import { type Metrics, metrics } from "./metrics.ts";
import type { Peer } from "./peer.ts";
import type { Step } from "./step.ts";
import { beginStep, type NewStep } from "./tracing.ts";

/** What another server is asked. */
export interface Outgoing extends Omit<NewStep, "mayBegin"> {
  readonly peer: Peer;
}

/**
 * Asks another server: measured, and shown in the trace that it belongs to, if there is one.
 * @param ask is given the step, of which the other server may be told
 */
export function outgoing<T>(asked: Outgoing, ask: (step?: Step) => Promise<T>): Promise<T> {
  const counted = metrics();
  const step = beginStep(asked);
  if (counted === undefined && step === undefined) return ask();
  return observe(asked.peer, ask, counted, step);
}

async function observe<T>(
  peer: Peer,
  ask: (step?: Step) => Promise<T>,
  counted: Metrics | undefined,
  step: Step | undefined,
): Promise<T> {
  const started = performance.now();
  try {
    const answer = await ask(step);
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
