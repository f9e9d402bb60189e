import type { Environment } from "../../../environment.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { checkFiles } from "../../lib/setup/files.ts";
import { findDeposed, removeLeftovers, renameDeposed } from "../../lib/terraform/leftovers.ts";
import { checkLock } from "../../lib/terraform/lock.ts";
import { readState, type State } from "../../lib/terraform/state.ts";
import { checkStrays } from "../../lib/terraform/strays.ts";
import { checkOwner } from "./owner.ts";
import { type Asked, lookAround, type Place } from "./place.ts";
import { QUESTIONS, type Question } from "./questions.ts";
import { rejoinHosts } from "./stranded.ts";

/** Reads the state; throws if another run holds its lock, or if this user cannot read or write it. */
export function checkState(environment: Environment): State {
  const { name, stateFile } = environment;
  checkLock(name, stateFile);
  const state = readState(stateFile);
  checkFiles(environment);
  return state;
}

/**
 * Reads the state; throws, too, if what runs is another checkout's, or is unknown to the state.
 * @param command what to type for the deploy: `npm run deploy stage-3`
 * @param removesStrays whether servers that the state does not know are removed on purpose
 */
export async function checkEnvironment(
  environment: Environment,
  command: string,
  removesStrays: boolean,
): Promise<State> {
  const state = checkState(environment);
  await checkOwner(environment);
  const removal = `${variablesOf(environment)}${command} -- --remove-strays`;
  if (!removesStrays) await checkStrays(environment, state, removal);
  return state;
}

/** Asks for all that a deploy needs, then repairs what would make it fail. */
export async function preflight(
  asked: Asked,
  questions: readonly Question[] = QUESTIONS,
): Promise<void> {
  const place = await lookAround(asked);
  for (const { ask } of questions) await ask(place);
  await clearTheWay(place);
  await rejoinHosts(place.environment.name);
}

/** Removes or renames leftovers of interrupted runs that would make the next run fail. */
async function clearTheWay({ labelled, leftovers, state }: Place): Promise<void> {
  await removeLeftovers(leftovers);
  await renameDeposed(findDeposed(labelled, state));
}
