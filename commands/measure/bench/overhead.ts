import { type Environment, readEnvironment } from "../../../environment.ts";
import { docker } from "../../lib/docker.ts";
import { freePort } from "../../lib/free-port.ts";
import { step } from "../../lib/progress.ts";
import { listContainers } from "../../lib/server-containers.ts";
import type { Setup } from "../../lib/setup/index.ts";
import { type Target, targetIn } from "../load/target.ts";
import { removeAll, removeDeployed } from "./cleanup.ts";
import { printResult, type Result } from "./result.ts";
import { bringUp } from "./usage.ts";
import { visitFor } from "./visitors.ts";

/** The environment of the stage with observability; bench removes it, too. */
const observedName = "bench-observed";

/** JIT compilers make programs faster for minutes. */
const warmUpMs = 120_000;
const settleMs = 3_000;
const loadMs = 8_000;
/** Turns of each stage in a run. */
const turns = 6;

/** With observability, a stage should keep at least 0.9 of its throughput. */
const goal = 1.11;

/** A stage whose throughput is measured. */
interface Contestant {
  readonly target: Target;
  /** The containers of its observability. */
  readonly observers: readonly string[];
}

/**
 * Measures the overhead of observability: the throughput of stage-7, divided by that of stage-8.
 * Both run side by side and take turns of a few seconds, because the machine's speed varies from
 * minute to minute. The observers are paused during stage-7's turns, which they would slow down.
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
      Promise.all([plain, observed].map(({ target }) => visitFor(target, warmUpMs))),
    );
    await setObservers("pause", observed);
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
      printResult({
        what: "requests that stage-7 answers in the time of one in stage-8",
        unit: "times",
        runs: ratios,
        goal,
        command: `${turns} turns of ${loadMs / 1000} s each, eight visitors at once`,
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
    target: await targetIn(environment),
    observers: await listObservers(environment),
  };
}

async function listObservers(environment: Environment): Promise<string[]> {
  return (await listContainers(environment))
    .filter(({ name }) => /^(observability|traces)\b/.test(name))
    .map(({ container }) => container);
}

async function setObservers(action: "pause" | "unpause", { observers }: Contestant): Promise<void> {
  if (observers.length > 0) await docker(`${action} the observers`, [action, ...observers]);
}

async function compare(
  plain: Contestant,
  observed: Contestant,
  detail: (text: string) => void,
): Promise<number> {
  const contestants = { plain, observed };
  const requests = { plain: 0, observed: 0 };
  for (let turn = 0; turn < turns; turn++) {
    // alternately the first, so that a trend of the machine's speed affects both
    const order =
      turn % 2 === 0 ? (["plain", "observed"] as const) : (["observed", "plain"] as const);
    for (const which of order) {
      const contestant = contestants[which];
      await setObservers("unpause", contestant);
      await visitFor(contestant.target, settleMs);
      requests[which] += await visitFor(contestant.target, loadMs);
      await setObservers("pause", contestant);
    }
    detail(`turn ${turn + 1} of ${turns}: ${requests.plain} and ${requests.observed} requests`);
  }
  return requests.plain / requests.observed;
}
