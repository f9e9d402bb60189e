import { rmSync } from "node:fs";
import { type Environment, liveEnvironmentOf } from "../../../environment.ts";
import { kinds, labelOf, listLabelled } from "../../lib/labelled.ts";
import { removeLeftovers } from "../../lib/terraform/leftovers.ts";
import { checkLock } from "../../lib/terraform/lock.ts";

/**
 * Removes the live page of an environment, with what it keeps: all that has its label, since nothing
 * of it is worth to be asked for.
 * @returns whether there was anything
 */
export async function removePage(environment: Environment): Promise<boolean> {
  const { name, stateFile, folder } = liveEnvironmentOf(environment);
  checkLock(name, stateFile);
  const found = await listLabelled(labelOf(name), kinds);
  await removeLeftovers(found.map((object) => ({ ...object, why: "it is the live page's" })));
  rmSync(folder, { recursive: true, force: true });
  return found.length > 0;
}

/** Whether the engine holds anything of an environment's live page. */
export async function hasPage(environment: Environment): Promise<boolean> {
  const { name } = liveEnvironmentOf(environment);
  return (await listLabelled(labelOf(name), kinds)).length > 0;
}
