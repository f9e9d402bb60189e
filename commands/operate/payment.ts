import { Argument } from "commander";
import { readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { docker } from "../lib/docker.ts";
import { run as runProgram } from "../lib/process.ts";
import { UserError } from "../lib/user-error.ts";

/** `npm run payment -- slow|dead|normal`: makes the payment provider slow or unavailable. */
export const command = newCommand("payment", "sets how the payment provider behaves, for lessons", [
  "npm run payment -- dead",
  "npm run payment -- normal",
])
  .addArgument(
    new Argument("<mode>", "how it behaves from now on").choices(["normal", "slow", "dead"]),
  )
  .action(setPayment);

/** Sets what the payment provider does to a charge. */
export async function setPayment(mode: string): Promise<void> {
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
