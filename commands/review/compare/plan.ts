import type { Environment } from "../../../environment.ts";
import { run, tail } from "../../lib/process.ts";
import { step } from "../../lib/progress.ts";
import { setUp } from "../../lib/setup/index.ts";
import { terraformVariables } from "../../lib/setup/terraform.ts";
import { synthesize } from "../../lib/stack/synthesize.ts";
import { parseEvent } from "../../lib/terraform/events.ts";
import { init } from "../../lib/terraform/terraform-run.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Plan } from "./plan-section.ts";

/** Runs `terraform plan` for a stage, which changes nothing. */
export async function planOf(environment: Environment, stage: string): Promise<Plan> {
  const { terraform } = await setUp();
  const folder = await synthesize(environment, stage);
  await init(terraform, folder);
  return step("running terraform plan", async () => {
    const { ok, stdout, all } = await run(
      terraform.program,
      ["plan", "-input=false", "-lock=false", "-json"],
      { cwd: folder, env: terraformVariables(), timeoutMs: 120_000 },
    );
    if (!ok) throw new UserError(`${terraform.program} plan failed:\n${tail(all, 25)}`);
    return readPlan(stdout);
  });
}

export function readPlan(output: string): Plan {
  return output.split("\n").flatMap((line) => {
    const event = parseEvent(line);
    const change = event?.type === "planned_change" ? event.change : undefined;
    if (!change || change.action === "noop" || change.action === "read") return [];
    return [{ address: change.resource.addr, action: change.action }];
  });
}
