import { type Environment, root } from "../../../environment.ts";
import { step } from "../../lib/progress.ts";
import { type Terraform, terraformVariables } from "../../lib/setup/terraform.ts";
import { synthesize } from "../../lib/stack/synthesize.ts";
import { init } from "../../lib/terraform/terraform-run.ts";
import { removeDeployed } from "./cleanup.ts";
import { findCompose } from "./compose-program.ts";
import { ComposedStage } from "./composition.ts";
import { placeOrder } from "./customers.ts";
import { type Phases, phaseNames, phasesOf } from "./phases.ts";
import { type Execution, execute } from "./program.ts";
import { type Result, tell } from "./result.ts";

/** The three ways to bring up stage-3. */
type Way = "terraform" | "deploy" | "compose";

const commands: Record<Way, string> = {
  terraform: "`terraform apply -auto-approve` in stage-3's folder",
  deploy: "`npm run deploy stage-3`",
  compose: "`docker compose up --wait` of `commands/measure/bench/compose.yaml`",
};

/** What the three ways bring up. */
interface Comparison {
  readonly environment: Environment;
  readonly terraform: Terraform;
  readonly folder: string;
  readonly composed: ComposedStage;
}

/** Gets the ways ready, and makes sure that they bring up the same. */
export async function prepareComparison(
  environment: Environment,
  terraform: Terraform,
): Promise<Comparison> {
  const folder = await synthesize(environment, "stage-3");
  const composed = new ComposedStage(await findCompose(), environment, folder);
  await composed.checkLikeness();
  return { environment, terraform, folder, composed };
}

/** Each way from nothing, once a round, one after the other, so that all meet the same machine. */
export async function measureDeployment(
  { environment, terraform, folder, composed }: Comparison,
  runs: number,
): Promise<Result[]> {
  await init(terraform, folder);
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
        detail("placing an order");
        await placeOrder(`http://127.0.0.1:${environment.port}`);
        await removeDeployed(environment);
        return done;
      });
      times[way].push(execution.seconds);
      if (way === "deploy") phases.push(phasesOf(execution));
    }
  }
  return [...resultsOf(times), ...resultsOfPhases(phases)].map(tell);
}

/** What `terraform apply` alone does with a synthesized stage. */
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
    // Without it, "npm run --silent bench" would keep npm from telling that it has started.
    npm_config_loglevel: "notice",
  };
}

function resultsOf(times: Record<Way, number[]>): Result[] {
  const from = "stage-3 from nothing";
  const time = (way: Way): Result => ({
    what: `${from}, ${{ compose: "Docker Compose", terraform: "Terraform alone", deploy: "the whole" }[way]}`,
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
    ratio("deploy", "the whole", 2.5),
  ];
}

function resultsOfPhases(phases: readonly Phases[]): Result[] {
  return Object.entries(phaseNames).map(([phase, name]) => ({
    what: `of the whole: ${name}`,
    unit: "s",
    runs: phases.map((each) => each[phase as keyof Phases]),
    command: "when its lines are printed",
  }));
}
