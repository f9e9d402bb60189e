import type { Environment } from "../../../environment.ts";
import { interruption } from "../../lib/interrupt.ts";
import { live, step } from "../../lib/progress.ts";
import { renderPlan } from "../../lib/terraform/events.ts";
import { UserError } from "../../lib/user-error.ts";
import { deployStage } from "../../operate/deploy/deploy-stage.ts";
import { appliesTo, type Fault } from "./fault.ts";
import type { Options } from "./options.ts";
import { describeOutcome } from "./report.ts";
import type { Outcome } from "./result.ts";
import { runDrill } from "./run-drill.ts";
import { waitUntilWhole } from "./whole.ts";

/**
 * Drills stage after stage, each of which is deployed once, and tells of each drill as it ends.
 * @param take is given each outcome as soon as it is there
 * @returns what was not whole after the drills of a stage, a sentence each
 */
export async function runDrills(
  environment: Environment,
  { stages, faults, rate }: Options,
  take: (outcome: Outcome) => void,
): Promise<string[]> {
  const remains: string[] = [];
  for (const stage of stages) {
    const possible = faults.filter((fault) => appliesTo(fault, stage));
    const names = possible.map(({ name }) => name).join(", ");
    live.print(`\n${stage}, at ${rate} requests a second: ${names}`);
    await deployStage(environment, stage);
    for (const fault of possible) {
      const outcome = await drillOnce(environment, stage, fault, rate);
      take(outcome);
      live.print(describeOutcome(outcome).join("\n"));
    }
    remains.push(...(await findRemains(environment, stage)));
  }
  return remains;
}

async function drillOnce(
  environment: Environment,
  stage: string,
  fault: Fault,
  rate: number,
): Promise<Outcome> {
  const title = `${stage}, ${fault.name}: ${fault.what}`;
  try {
    return await step(title, (tell) => runDrill({ environment, stage, fault, rate, tell }));
  } catch (error) {
    if (interruption.signal.aborted || !(error instanceof UserError)) throw error;
    // the next drill needs all servers
    await deployStage(environment, stage);
    return { stage, fault: fault.name, error: error.message };
  }
}

/** A stage that was repaired has nothing left to deploy. */
async function findRemains(environment: Environment, stage: string): Promise<string[]> {
  await step(`${stage} is whole`, (tell) => waitUntilWhole(environment, tell));
  const { changes } = await deployStage(environment, stage);
  if (!changes || changes.add + changes.change + changes.remove === 0) return [];
  return [`after its drills ${stage} was not whole: ${renderPlan(changes)}`];
}
