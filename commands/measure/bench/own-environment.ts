import { type Environment, readEnvironment } from "../../../environment.ts";
import { freePort } from "../../lib/free-port.ts";
import { interruption } from "../../lib/interrupt.ts";
import { step } from "../../lib/progress.ts";
import { readState } from "../../lib/terraform/state.ts";
import { Interrupted, UserError } from "../../lib/user-error.ts";
import { isDeployed, removeAll } from "./cleanup.ts";

/** The environment of that name, or the one that is a command's own, on the port of that number or a free one. */
export async function chooseEnvironment(own: string): Promise<Environment> {
  const { BLUEPRINT_ENVIRONMENT = own, BLUEPRINT_PORT = `${await freePort()}` } = process.env;
  Object.assign(process.env, { BLUEPRINT_ENVIRONMENT, BLUEPRINT_PORT });
  return readEnvironment();
}

/** Throws where a command would remove a shop that is not its own. */
export async function checkIsOwn(environment: Environment, own: string): Promise<void> {
  if (environment.name === own) return;
  if (readState(environment.stateFile).objects.length > 0 || (await isDeployed(environment))) {
    throw new UserError(
      `the environment ${environment.name} is deployed, and ${own} would remove it: leave BLUEPRINT_ENVIRONMENT unset`,
    );
  }
}

/** Removes all that a command started, also where it fails or is interrupted. */
export async function cleaningUp<T>(
  environment: Environment,
  own: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    throw new Interrupted(`${own} was stopped; the images and tools that it built are kept`);
  } finally {
    await cleanUp(environment, own);
  }
}

/** Does not throw: what was measured, or why it was not, has to be told all the same. */
async function cleanUp(environment: Environment, own: string): Promise<void> {
  try {
    await step(`removing what ${own} started`, () => removeAll(environment));
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
