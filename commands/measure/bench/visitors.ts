import { setTimeout as sleep } from "node:timers/promises";
import type { Step } from "../../../constructs/app/load.ts";
import { interruption } from "../../lib/interrupt.ts";
import { UserError } from "../../lib/user-error.ts";
import { openMarket } from "../load/load.ts";
import { seededRandom } from "../load/random.ts";
import { runSession } from "../load/session.ts";
import type { Target } from "../load/target.ts";

/** How many visitors there are at any time. */
const visitors = 8;

/**
 * Puts an application under as much load as it takes: visitors who do not pause between two steps, and
 * of whom the next one arrives when one has left (a closed model).
 * @returns the number of requests that were answered
 */
export async function visitFor(
  { load, url }: Pick<Target, "load" | "url">,
  milliseconds: number,
): Promise<number> {
  const market = openMarket({ load, url });
  const { client, clock, recorder } = market;
  const visit = async (seed: number) => {
    const random = seededRandom(seed);
    while (!clock.isStopped) {
      await runSession(market, clock.now(), load.plan(random, false).map(withoutPause));
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

function withoutPause(step: Step): Step {
  return { at: 0, requests: step.requests, run: (visitor) => step.run(visitor) };
}
