import type { Environment } from "../../environment.ts";
import { run } from "../lib/process.ts";
import { live } from "../lib/progress.ts";
import { listContainers } from "../lib/server-containers.ts";
import { isReplicated } from "./members.ts";

/**
 * Kills the members of a replicated database that is about to be removed. Asked to stop, one that
 * leads would wait until another one leads, and refuse if no other could.
 */
export async function killMembers(environment: Environment): Promise<void> {
  const containers = await listContainers(environment, "database");
  if (!isReplicated(containers)) return;
  const names = containers.map(({ name }) => name).join(", ");
  live.print(`- killing ${names}: all go, so none has to hand over`);
  // Those that don't run, or are gone by now, make it fail, and that is as well.
  await run("docker", ["kill", ...containers.map(({ container }) => container)]);
}
