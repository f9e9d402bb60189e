import type { Architecture } from "../../../architecture/model.ts";
import type { Application } from "../../../constructs/app/application.ts";

/** Servers of a stage that the application declares no use of, a sentence each. */
export function describeUnused(
  { name, cache, queues = [], files }: Application,
  { machines }: Architecture,
): string[] {
  const roles = new Set(machines.flatMap(({ servers }) => servers.map(({ role }) => role)));
  const isUsed = { cache: cache !== undefined, queue: queues.length > 0, "file-server": files };
  return Object.entries(isUsed)
    .filter(([role, used]) => roles.has(role) && !used)
    .map(([role]) => `${name} declares no use of the ${role}: it runs, and stays idle`);
}
