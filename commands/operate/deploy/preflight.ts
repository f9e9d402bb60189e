import type { Environment } from "../../../environment.ts";
import { labelOf, listLabelled } from "../../lib/labelled.ts";
import { checkPagePort, checkPort } from "../../lib/port.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import {
  findDeposed,
  findLeftovers,
  removeLeftovers,
  renameDeposed,
} from "../../lib/terraform/leftovers.ts";
import { checkLock } from "../../lib/terraform/lock.ts";
import { readState, type State } from "../../lib/terraform/state.ts";
import { checkDatabase } from "./database.ts";
import { listPages } from "./pages.ts";
import { rejoinHosts } from "./stranded.ts";

/** Reads the state; throws if another run holds its lock, or if Terraform cannot read it. */
export function checkState({ name, stateFile }: Environment): State {
  checkLock(name, stateFile);
  return readState(stateFile);
}

/** Repairs what would make a deploy fail, or throws an explanation. Returns the state. */
export async function preflight(
  environment: Environment,
  command: string,
  stack: Stack,
): Promise<State> {
  const state = checkState(environment);
  await checkPort(environment, command);
  for (const { port } of listPages(environment, stack)) {
    await checkPagePort(environment, port, command);
  }
  await clearTheWay(environment.name, state);
  await checkDatabase(environment, stack, command);
  await rejoinHosts(environment.name);
  return state;
}

/** Removes or renames leftovers of interrupted runs that would make the next run fail. */
export async function clearTheWay(name: string, state: State): Promise<void> {
  const labelled = await listLabelled(labelOf(name), ["container", "network"]);
  await removeLeftovers(findLeftovers(labelled, state));
  await renameDeposed(findDeposed(labelled, state));
}
