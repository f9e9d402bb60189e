import { rmSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { type Environment, readEnvironment } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { variablesOf } from "../lib/command-line.ts";
import { lookForEngine } from "../lib/engine/engine.ts";
import { interruption } from "../lib/interrupt.ts";
import { type Kind, kinds, labelOf, listLabelled } from "../lib/labelled.ts";
import { run as runProgram } from "../lib/process.ts";
import { live } from "../lib/progress.ts";
import { listContainers } from "../lib/server-containers.ts";
import { ensureEngine } from "../lib/setup/engine.ts";
import { ensureProvider } from "../lib/setup/provider.ts";
import { findTerraform } from "../lib/setup/terraform.ts";
import { synthesize } from "../lib/stack/synthesize.ts";
import { listStages } from "../lib/stage-name.ts";
import { checkErrors } from "../lib/terraform/explain.ts";
import { findUnknown, removeLeftovers } from "../lib/terraform/leftovers.ts";
import type { State } from "../lib/terraform/state.ts";
import { change, init } from "../lib/terraform/terraform-run.ts";
import { Interrupted, UserError } from "../lib/user-error.ts";
import { checkState } from "./deploy/preflight.ts";
import { hasPage, removePage } from "./observe/remove-page.ts";

/** `npm run destroy`: removes the environment, everything that carries its label, and its live page. */
export const command = newCommand(
  "destroy",
  "removes the environment with its data, and the live page",
  ["npm run destroy", "npm run destroy -- --yes"],
)
  .option("--yes", "do not ask")
  .action(destroy);

/** Removes the environment; asks before if `yes` is false. */
export async function destroy({ yes = false }: { readonly yes?: boolean }): Promise<void> {
  const environment = readEnvironment();
  const state = checkState(environment);
  const isKnown = state.objects.length > 0;
  if (!isKnown && !(await isDeployed(environment)) && !(await hasPage(environment))) {
    console.log(`there is nothing to remove: the environment ${environment.name} is not deployed`);
    return;
  }
  if (!yes) await confirm(environment);

  if (isKnown) await destroyState(environment, state);
  else await killServers(environment);
  await removeUnknown(environment, kinds, { objects: [] });
  rmSync(environment.drillsFile, { force: true });
  await removePage(environment);
  console.log(`\nthe environment ${environment.name} is removed`);
}

/** Whether the engine has objects of the environment; for when the state is empty. */
async function isDeployed(environment: Environment): Promise<boolean> {
  const { name } = environment;
  const { engine, address, reason } = await lookForEngine();
  if (engine) return (await listLabelled(labelOf(name), kinds)).length > 0;
  throw new UserError(
    `cannot tell whether the environment ${name} is deployed, because no Docker engine answers at ${address} (${reason}): start it and run "${variablesOf(environment)}npm run destroy" again`,
  );
}

async function destroyState(environment: Environment, state: State): Promise<void> {
  const terraform = await findTerraform();
  await ensureEngine();
  await ensureProvider(terraform);
  const folder = await synthesize(environment, listStages()[0] ?? "stage-1");
  await init(terraform, folder);
  await killServers(environment);
  // A container that is not in the state may still use networks that are.
  await removeUnknown(environment, ["container"], state);
  const { errors } = await change(terraform, "destroy", folder, () => false);
  await checkErrors(errors, `${variablesOf(environment)}npm run destroy`);
}

/**
 * Kills the servers, because they are removed with their data. A graceful stop would drain them one
 * after the other, and the primary of a replicated database would wait for a new primary.
 */
async function killServers(environment: Environment): Promise<void> {
  const running = (await listContainers(environment)).filter(({ state }) => state !== "exited");
  if (running.length === 0) return;
  live.print(`- killing ${running.length} servers: their data is removed, too`);
  // It fails for a container that has stopped meanwhile, which does not matter.
  await runProgram("docker", ["kill", ...running.map(({ container }) => container)]);
}

async function removeUnknown(
  { name }: Environment,
  which: readonly Kind[],
  state: State,
): Promise<void> {
  const unknown = findUnknown(await listLabelled(labelOf(name), which), state);
  const why = `it has the label of the environment ${name}`;
  await removeLeftovers(unknown.map((object) => ({ ...object, why })));
}

async function confirm(environment: Environment): Promise<void> {
  const { name } = environment;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UserError(
      `destroy removes the environment ${name} with all its data, and there is no terminal to ask on: "${variablesOf(environment)}npm run destroy -- --yes" does it without asking`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // While a question is open, readline takes Ctrl-C from the terminal.
  terminal.on("SIGINT", () => process.emit("SIGINT"));
  try {
    const answer = await terminal.question(
      `Remove the environment ${name} with all its data? (y/N) `,
      { signal: interruption.signal },
    );
    if (!/^y(es)?$/i.test(answer.trim())) throw new Interrupted("nothing was removed");
  } finally {
    terminal.close();
  }
}
