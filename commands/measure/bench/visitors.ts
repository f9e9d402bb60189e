import { setTimeout as sleep } from "node:timers/promises";
import type { Step } from "../../../constructs/app/load.ts";
import { interruption } from "../../lib/interrupt.ts";
import { UserError } from "../../lib/user-error.ts";
import { createSessionContext } from "../load/load.ts";
import { seededRandom } from "../load/random.ts";
import { runSession } from "../load/session.ts";
import type { Target } from "../load/target.ts";

/** Concurrent visitors. */
const visitors = 8;

/**
 * Saturates an application: a fixed number of visitors without think time, each replaced when it
 * has left (a closed model).
 * @returns the number of responses
 */
export async function visitFor(
  { load, url }: Pick<Target, "load" | "url">,
  milliseconds: number,
): Promise<number> {
  const context = createSessionContext({ load, url });
  const { client, clock, recorder } = context;
  const visit = async (seed: number) => {
    const random = seededRandom(seed);
    while (!clock.isStopped) {
      await runSession(context, clock.now(), load.plan(random, false).map(withoutThinkTime));
    }
  };
  const visits = Promise.all(Array.from({ length: visitors }, (_, seed) => visit(seed)));
  try {
    await Promise.race([visits, sleep(milliseconds, undefined, { signal: interruption.signal })]);
  } finally {
    clock.stop();
  }
  await visits;
  await recorder.settled();
  await client.close();
  const failed = recorder.samples.find(({ failure }) => failure);
  if (failed) {
    throw new UserError(
      `${url} failed under load, so it was not measured (${failed.kind}: ${failed.failure}): deploy the stage with npm run deploy and look at its logs`,
    );
  }
  return recorder.samples.length;
}

function withoutThinkTime(step: Step): Step {
  return { at: 0, requests: step.requests, run: (visitor) => step.run(visitor) };
}
