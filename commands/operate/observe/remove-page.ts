import { rmSync } from "node:fs";
import { type Environment, liveEnvironmentOf } from "../../../environment.ts";
import { kinds, labelOf, listLabelled } from "../../lib/labelled.ts";
import { removeLeftovers } from "../../lib/terraform/leftovers.ts";
import { checkLock } from "../../lib/terraform/lock.ts";

/**
 * Removes an environment's live page with its data, without asking: everything that has its label.
 * @returns whether there was one
 */
export async function removePage(environment: Environment): Promise<boolean> {
  const { name, stateFile, folder } = liveEnvironmentOf(environment);
  checkLock(name, stateFile);
  const found = await listLabelled(labelOf(name), kinds);
  await removeLeftovers(found.map((object) => ({ ...object, why: "it belongs to the live page" })));
  rmSync(folder, { recursive: true, force: true });
  return found.length > 0;
}

/** Whether the engine has objects of an environment's live page. */
export async function hasPage(environment: Environment): Promise<boolean> {
  const { name } = liveEnvironmentOf(environment);
  return (await listLabelled(labelOf(name), kinds)).length > 0;
}
