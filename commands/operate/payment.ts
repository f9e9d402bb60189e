import { readEnvironment } from "../../environment.ts";
import { docker } from "../lib/docker.ts";
import { run as runProgram } from "../lib/process.ts";
import { UserError } from "../lib/user-error.ts";

const modes = ["normal", "slow", "dead"];

/** `npm run payment -- slow|dead|normal`: makes the payment provider slow or unavailable. */
export async function run([mode = "", ...rest]: string[]): Promise<void> {
  if (!modes.includes(mode) || rest.length > 0) {
    throw new UserError(
      `payment takes one of ${modes.join(", ")}, got "${[mode, ...rest].join(" ")}"`,
    );
  }
  const { name } = readEnvironment();
  const container = await findContainer(name);
  const outcome = await runProgram("docker", [
    "exec",
    container,
    "sh",
    "-c",
    `echo ${mode} > /tmp/mode`,
  ]);
  if (!outcome.ok)
    throw new UserError(`the mode of the payment provider could not be set: ${outcome.all}`);
  console.log(`the payment provider of ${name} is ${mode} now`);
}

async function findContainer(environment: string): Promise<string> {
  const labels = { environment, server: "payment-provider" };
  const filters = Object.entries(labels).flatMap(([key, value]) => [
    "--filter",
    `label=blueprint.${key}=${value}`,
  ]);
  const container = await docker("list containers", ["ps", "--quiet", ...filters]);
  if (container === "") {
    throw new UserError(
      `no payment provider runs in the environment ${environment}: deploy a stage`,
    );
  }
  return container;
}
