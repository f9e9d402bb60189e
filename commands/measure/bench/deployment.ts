import { type Environment, root } from "../../../environment.ts";
import { step } from "../../lib/progress.ts";
import { type Terraform, terraformVariables } from "../../lib/setup/terraform.ts";
import { synthesize } from "../../lib/stack/synthesize.ts";
import { init } from "../../lib/terraform/terraform-run.ts";
import { targetIn } from "../load/target.ts";
import { removeDeployed } from "./cleanup.ts";
import { findCompose } from "./compose-program.ts";
import { ComposedStage } from "./composition.ts";
import { type Phases, phaseNames, phasesOf } from "./phases.ts";
import { type Execution, execute } from "./program.ts";
import { printResult, type Result } from "./result.ts";
import { visitFor } from "./visitors.ts";

/** The three ways to deploy stage-3. */
type Way = "terraform" | "deploy" | "compose";

const commands: Record<Way, string> = {
  terraform: "`terraform apply -auto-approve` in stage-3's folder",
  deploy: "`npm run deploy stage-3`",
  compose: "`docker compose up --wait` of `commands/measure/bench/compose.yaml`",
};

/** The duration of the load that checks that a deployed stage serves. */
const checkMs = 1000;

/** What all three ways deploy. */
interface Comparison {
  readonly environment: Environment;
  readonly terraform: Terraform;
  readonly folder: string;
  readonly composed: ComposedStage;
}

/** Prepares the three ways, and verifies that they deploy the same containers. */
export async function prepareComparison(
  environment: Environment,
  terraform: Terraform,
): Promise<Comparison> {
  const folder = await synthesize(environment, "stage-3");
  const composed = new ComposedStage(await findCompose(), environment, folder);
  await composed.checkLikeness();
  return { environment, terraform, folder, composed };
}

/** Deploys from scratch in each way, in turns, so that all ways run under the same conditions. */
export async function measureDeployment(
  { environment, terraform, folder, composed }: Comparison,
  runs: number,
): Promise<Result[]> {
  await init(terraform, folder);
  const target = await targetIn(environment);
  const ways: Record<Way, () => Promise<Execution>> = {
    terraform: () => applyStage(terraform, folder),
    deploy: () =>
      execute("npm", ["run", "deploy", "stage-3"], { cwd: root, env: pass(environment) }),
    compose: () => composed.up(),
  };
  const times: Record<Way, number[]> = { terraform: [], deploy: [], compose: [] };
  const phases: Phases[] = [];
  for (let round = 1; round <= runs; round++) {
    for (const way of ["terraform", "deploy", "compose"] as const) {
      const title = `round ${round} of ${runs}: ${commands[way].replaceAll("`", "")}`;
      const execution = await step(title, async (detail) => {
        await removeDeployed(environment);
        const done = await ways[way]();
        detail("checking that it serves");
        await visitFor(target, checkMs);
        await removeDeployed(environment);
        return done;
      });
      times[way].push(execution.seconds);
      if (way === "deploy") phases.push(phasesOf(execution));
    }
  }
  return [...resultsOf(times), ...resultsOfPhases(phases)].map(printResult);
}

/** Applies a synthesized stage by `terraform apply` alone. */
export async function applyStage(terraform: Terraform, folder: string): Promise<Execution> {
  return await execute(terraform.program, ["apply", "-auto-approve", "-input=false", "-no-color"], {
    cwd: folder,
    env: terraformVariables(),
  });
}

function pass({ name, port }: Environment): Record<string, string> {
  return {
    BLUEPRINT_ENVIRONMENT: name,
    BLUEPRINT_PORT: `${port}`,
    // Without it, "npm run --silent bench" would keep npm from printing that it has started.
    npm_config_loglevel: "notice",
  };
}

function resultsOf(times: Record<Way, number[]>): Result[] {
  const from = "stage-3 from scratch";
  const time = (way: Way): Result => ({
    what: `${from}, ${{ compose: "Docker Compose", terraform: "Terraform alone", deploy: "the whole command" }[way]}`,
    unit: "s",
    runs: times[way],
    command: commands[way],
  });
  const ratio = (way: Way, what: string, goal?: number): Result => ({
    what: `${what} compared with Docker Compose`,
    unit: "times",
    runs: times[way].map((seconds, round) => seconds / (times.compose[round] ?? Number.NaN)),
    goal,
    command: "round by round",
  });
  return [
    time("compose"),
    time("terraform"),
    time("deploy"),
    ratio("terraform", "Terraform alone"),
    ratio("deploy", "the whole command", 2.5),
  ];
}

function resultsOfPhases(phases: readonly Phases[]): Result[] {
  return Object.entries(phaseNames).map(([phase, name]) => ({
    what: `of the whole command: ${name}`,
    unit: "s",
    runs: phases.map((each) => each[phase as keyof Phases]),
    command: "by the times of its output lines",
  }));
}
