import type { Environment } from "../../../environment.ts";
import type { Answer } from "../../lib/answer.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { type Engine, type EngineState, lookForEngine } from "../../lib/engine/engine.ts";
import { checkPort } from "../../lib/port.ts";
import { which } from "../../lib/process.ts";
import { lookForBaseImage } from "../../lib/setup/base-image.ts";
import { obstacleTo } from "../../lib/setup/engine.ts";
import { chooseProvider } from "../../lib/setup/provider.ts";
import { findTerraform } from "../../lib/setup/terraform.ts";
import { synthesizedStage } from "../../lib/stack/synthesized.ts";
import type { State } from "../../lib/terraform/state.ts";
import { lookAround } from "../deploy/place.ts";
import { checkEnvironment, checkState } from "../deploy/preflight.ts";
import { QUESTIONS } from "../deploy/questions.ts";
import { type Check, check, later } from "./check.ts";

/**
 * Asks all that a deploy of a stage asks, by the same code, and changes nothing.
 * @param command what to type for the deploy: `npm run deploy stage-3`
 */
export async function examine(
  environment: Environment,
  stage: string,
  command: string,
): Promise<Check[]> {
  const state = await lookForEngine();
  const { engine } = state;
  const tools = await Promise.all([
    check("Node", async () => ({ found: process.versions.node })),
    check("npm packages", async () => ({ found: "installed as package-lock.json asks" })),
    check("Terraform", findProgram),
    check("Docker engine", async () => describeEngine(state)),
    check("provider", async () => chooseProvider(await findTerraform())),
  ]);
  const rest = engine
    ? await examineEngine(environment, engine, stage, command)
    : await Promise.all([
        check("environment", async () => describeState(environment, checkState(environment))),
        check("ports", () => describePort(environment, command)),
        later("all else", "unknown without an engine", "deploy asks when it has started one"),
      ]);
  return [...tools, ...rest];
}

/** What is asked of an engine that answers; what a failed row hides is not asked. */
async function examineEngine(
  environment: Environment,
  engine: Engine,
  stage: string,
  command: string,
): Promise<Check[]> {
  const first = await Promise.all([
    check("base image", () => lookForBaseImage(engine)),
    check("environment", async () => {
      return describeState(environment, await checkEnvironment(environment, command, false));
    }),
  ]);
  if (first.some(({ status }) => status === "missing")) return first;
  const again = `${variablesOf(environment)}${command}`;
  try {
    const stack = await synthesizedStage(stage);
    const known = { environment, engine, stack, state: checkState(environment), command, again };
    const place = await lookAround(known);
    const leftovers = place.leftovers.map(({ name }) => name).join(", ");
    const cleanUp = leftovers && later("left over", leftovers, "deploy removes them");
    const answers = QUESTIONS.map(({ name, ask }) => check(name, () => ask(place)));
    return [...first, ...(cleanUp ? [cleanUp] : []), ...(await Promise.all(answers))];
  } catch (error) {
    return [...first, await check(stage, () => Promise.reject(error))];
  }
}

async function findProgram(): Promise<Answer> {
  const { program, version, platform } = await findTerraform();
  return { found: `${program} ${version} (${platform})` };
}

function describeEngine(state: EngineState): Answer {
  const obstacle = obstacleTo(state);
  if (obstacle) throw obstacle;
  if (!state.engine) {
    const todo = which("dockerd") ? "deploy starts it" : "deploy installs docker.io and starts it";
    return { found: state.reason, todo };
  }
  const { version, address, storage, isHere } = state.engine;
  const where = isHere ? "" : ", on another machine or in a virtual one";
  return { found: `${version} at ${address} (${storage})${where}` };
}

function describeState({ name }: Environment, { objects }: State): Answer {
  const deployed = objects.length > 0 ? `${objects.length} resources deployed` : "not deployed";
  return { found: `${name}, ${deployed}` };
}

async function describePort(environment: Environment, command: string): Promise<Answer> {
  await checkPort(environment, command, undefined);
  return { found: `${environment.port}: free` };
}
