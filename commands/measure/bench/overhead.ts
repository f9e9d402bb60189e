import { type Environment, readEnvironment } from "../../../environment.ts";
import { docker } from "../../lib/docker.ts";
import { freePort } from "../../lib/free-port.ts";
import { step } from "../../lib/progress.ts";
import { listContainers } from "../../lib/server-containers.ts";
import type { Setup } from "../../lib/setup/index.ts";
import { removeAll, removeDeployed } from "./cleanup.ts";
import { visitFor } from "./customers.ts";
import { type Result, tell } from "./result.ts";
import { bringUp } from "./usage.ts";

/** The environment of the observed shop, bench's own like the other. */
const observedName = "bench-observed";

/** Programs that compile while they run get quicker for minutes. */
const warmUpMs = 120_000;
const settleMs = 3_000;
const loadMs = 8_000;
/** How often each shop has its turn in a run. */
const turns = 6;

/** Observed, a shop is meant to have at least 0.9 of the throughput. */
const goal = 1.11;

/** A shop that is to show how much it manages. */
interface Contestant {
  readonly url: string;
  /** The containers that only observe. */
  readonly observers: readonly string[];
}

/**
 * What it costs to be observed: the visits that stage-7 manages in the time of one in stage-8. Both
 * stand side by side and take turns of a few seconds, since the machine's speed changes from minute to
 * minute. The observers stand still while it is stage-7's turn, or it would pay for them as well.
 */
export async function measureOverhead(
  environment: Environment,
  setup: Setup,
  runs: number,
): Promise<Result[]> {
  const observedEnvironment = await chooseObserved();
  await removeAll(observedEnvironment);
  try {
    const plain = await bringUpContestant(environment, setup, "stage-7");
    const observed = await bringUpContestant(observedEnvironment, setup, "stage-8");
    await step(`both under load, for ${warmUpMs / 1000} s, until they are warm`, () =>
      Promise.all([plain, observed].map(({ url }) => visitFor(url, warmUpMs))),
    );
    await move("pause", observed);
    const ratios: number[] = [];
    for (let run = 1; run <= runs; run++) {
      const title = `stage-7 and stage-8 in turns under full load, ${run} of ${runs}`;
      ratios.push(
        await step(
          title,
          (detail) => compare(plain, observed, detail),
          (ratio) => `${ratio.toFixed(2)} times`,
        ),
      );
    }
    return [
      tell({
        what: "visits that stage-7 takes in the time of one in stage-8",
        unit: "times",
        runs: ratios,
        goal,
        command: `${turns} turns of ${loadMs / 1000} s each, eight visits at once, a tenth of them orders`,
      }),
    ];
  } finally {
    await removeAll(observedEnvironment);
    await removeDeployed(environment);
  }
}

async function chooseObserved(): Promise<Environment> {
  return readEnvironment({
    ...process.env,
    BLUEPRINT_ENVIRONMENT: observedName,
    BLUEPRINT_PORT: `${await freePort()}`,
  });
}

async function bringUpContestant(
  environment: Environment,
  setup: Setup,
  stage: string,
): Promise<Contestant> {
  await bringUp(environment, setup, stage);
  return {
    url: `http://127.0.0.1:${environment.port}`,
    observers: await listObservers(environment),
  };
}

async function listObservers(environment: Environment): Promise<string[]> {
  return (await listContainers(environment))
    .filter(({ name }) => /^(observability|traces)\b/.test(name))
    .map(({ container }) => container);
}

async function move(way: "pause" | "unpause", { observers }: Contestant): Promise<void> {
  if (observers.length > 0) await docker(`${way} the observers`, [way, ...observers]);
}

async function compare(
  plain: Contestant,
  observed: Contestant,
  detail: (words: string) => void,
): Promise<number> {
  const shops = { plain, observed };
  const visits = { plain: 0, observed: 0 };
  for (let turn = 0; turn < turns; turn++) {
    // Who begins changes, so that neither has always the older moment.
    const order =
      turn % 2 === 0 ? (["plain", "observed"] as const) : (["observed", "plain"] as const);
    for (const which of order) {
      const shop = shops[which];
      await move("unpause", shop);
      await visitFor(shop.url, settleMs);
      visits[which] += await visitFor(shop.url, loadMs);
      await move("pause", shop);
    }
    detail(`turn ${turn + 1} of ${turns}: ${visits.plain} and ${visits.observed} visits`);
  }
  return visits.plain / visits.observed;
}
