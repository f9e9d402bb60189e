import type { Environment } from "../../../environment.ts";
import { interruption } from "../../lib/interrupt.ts";
import { live, step } from "../../lib/progress.ts";
import { renderPlan } from "../../lib/terraform/events.ts";
import { UserError } from "../../lib/user-error.ts";
import { deployStage } from "../../operate/deploy/deploy-stage.ts";
import { waitUntilHealthy } from "./healthy.ts";
import type { Options } from "./options.ts";
import { planDrills } from "./plan-drills.ts";
import { describeOutcome } from "./report.ts";
import { type Outcome, worstOf } from "./result.ts";
import { type DrillOptions, runDrill } from "./run-drill.ts";

/**
 * Deploys each stage once and makes its drills, each reported when it ends, and taken as the worst of
 * its runs so far. Those that cannot be made
 * here are left out, with the reason, before anything starts.
 * @param take called with each outcome
 * @returns the stages that their drills left changed, one sentence each
 */
export async function runDrills(
  environment: Environment,
  { rate, runs, ...options }: Options,
  take: (outcome: Outcome) => void,
): Promise<string[]> {
  const { drills, leftOut } = await planDrills(options);
  if (drills.length === 0 && leftOut.length > 0)
    throw new UserError(`no drill can be made: ${leftOut.join("; ")}`);
  for (const reason of leftOut) live.print(`left out: ${reason}`);

  const remains: string[] = [];
  for (const { stage, faults } of drills) {
    const names = faults.map(({ name }) => name).join(", ");
    live.print(`\n${stage}, at ${rate} requests a second: ${names}`);
    await deployStage(environment, stage);
    for (const fault of faults) {
      const outcomes: Outcome[] = [];
      for (let run = 1; run <= runs; run++) {
        const awaitsAlert = run === 1;
        const outcome = await drillOnce({ environment, stage, fault, rate, awaitsAlert });
        live.print(describeOutcome(outcome).join("\n"));
        outcomes.push(outcome);
        take(worstOf([outcome, ...outcomes.slice(0, -1)]));
      }
    }
    remains.push(...(await findRemains(environment, stage)));
  }
  return remains;
}

async function drillOnce(options: Omit<DrillOptions, "report">): Promise<Outcome> {
  const { environment, stage, fault } = options;
  const title = `${stage}, ${fault.name}: ${fault.what}`;
  try {
    return await step(title, (report) => runDrill({ ...options, report }));
  } catch (error) {
    if (interruption.signal.aborted || !(error instanceof UserError)) throw error;
    // the next drill needs all servers
    await deployStage(environment, stage);
    return { stage, fault: fault.name, error: error.message };
  }
}

/** After the repairs a deploy must find nothing to change. */
async function findRemains(environment: Environment, stage: string): Promise<string[]> {
  await step(`all servers of ${stage} are healthy`, (report) =>
    waitUntilHealthy(environment, report),
  );
  const { changes } = await deployStage(environment, stage);
  if (!changes || changes.add + changes.change + changes.remove === 0) return [];
  return [`its drills left ${stage} changed: ${renderPlan(changes)}`];
}
