import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../environment.ts";
import { interruption } from "../lib/interrupt.ts";
import { step } from "../lib/progress.ts";
import type { Setup } from "../setup/index.ts";
import { removeDeployed } from "./cleanup.ts";
import { visitFor } from "./customers.ts";
import { type Result, tell } from "./result.ts";
import { bringUp } from "./usage.ts";

const stages = ["stage-7", "stage-8"] as const;
const settleMs = 15_000;
const loadMs = 15_000;

/** Observed, a shop is meant to have at least 0.9 of the throughput. */
const goal = 1.11;

/**
 * What it costs to be observed: as many visits as a saturated machine manages in stage-7 and stage-8,
 * one after the other in each run, since the machine's speed changes with time.
 */
export async function measureOverhead(
  environment: Environment,
  setup: Setup,
  runs: number,
): Promise<Result[]> {
  const ratios: number[] = [];
  for (let run = 0; run < runs; run++) {
    const visits: number[] = [];
    for (const stage of stages) {
      await bringUp(environment, setup, stage);
      visits.push(
        await step(`${stage} under full load, for ${loadMs / 1000} s`, async () => {
          const url = `http://127.0.0.1:${environment.port}`;
          await visitFor(url, settleMs / 3);
          await sleep(settleMs, undefined, { signal: interruption.signal });
          return await visitFor(url, loadMs);
        }),
      );
    }
    const [plain = 0, observed = 0] = visits;
    ratios.push(plain / observed);
  }
  await removeDeployed(environment);
  const command = `visits in ${loadMs / 1000} s, eight at once, a tenth of them orders, in turns`;
  return [
    tell({
      what: "visits that stage-7 takes in the time of one in stage-8",
      unit: "times",
      runs: ratios,
      goal,
      command,
    }),
  ];
}
