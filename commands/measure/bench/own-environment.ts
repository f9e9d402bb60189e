import { type Environment, readEnvironment } from "../../../environment.ts";
import { freePort } from "../../lib/free-port.ts";
import { interruption } from "../../lib/interrupt.ts";
import { step } from "../../lib/progress.ts";
import { readState } from "../../lib/terraform/state.ts";
import { Interrupted, UserError } from "../../lib/user-error.ts";
import { isDeployed, removeAll } from "./cleanup.ts";

/** The environment and port in the variables, or the command's dedicated one and a free port. */
export async function chooseEnvironment(own: string): Promise<Environment> {
  const { BLUEPRINT_ENVIRONMENT = own, BLUEPRINT_PORT = `${await freePort()}` } = process.env;
  Object.assign(process.env, { BLUEPRINT_ENVIRONMENT, BLUEPRINT_PORT });
  return readEnvironment();
}

/** Throws if the command would remove an environment that it did not create. */
export async function checkIsOwn(environment: Environment, own: string): Promise<void> {
  if (environment.name === own) return;
  if (readState(environment.stateFile).objects.length > 0 || (await isDeployed(environment))) {
    throw new UserError(
      `the environment ${environment.name} is deployed, and ${own} would remove it: leave BLUEPRINT_ENVIRONMENT unset`,
    );
  }
}

/** Removes everything that a command started, even if it fails or is interrupted. */
export async function cleaningUp<T>(
  environment: Environment,
  own: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    throw new Interrupted(`${own} was interrupted; the images and tools that it built are kept`);
  } finally {
    await cleanUp(environment, own);
  }
}

/** Does not throw, so that the results, or the error, are still printed. */
async function cleanUp(environment: Environment, own: string): Promise<void> {
  try {
    await step(`removing what ${own} started`, () => removeAll(environment));
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
