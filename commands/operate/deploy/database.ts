import type { Answer } from "../../lib/answer.ts";
import { variablesOf } from "../../lib/command-line.ts";
import { listContainers, runs, startCommand } from "../../lib/server-containers.ts";
import { namesOf } from "../../lib/stack/container.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers } from "../database/cluster.ts";
import { isReplicated, type Member } from "../database/members.ts";
import type { Place } from "./place.ts";

/**
 * Throws if a stage would remove members of the database, and with them writes that the remaining
 * member lacks.
 */
export async function checkDatabase({
  environment,
  stack,
  leftovers,
  command,
}: Place): Promise<Answer> {
  const [last, ...more] = namesOf(stack, "database");
  const isLeft = (container: string) => leftovers.some(({ name }) => name === container);
  const all = await listContainers(environment, "database");
  const deployed = all.filter(({ container }) => !isLeft(container));
  const safe = { found: "no member with writes that others lack is removed" };
  if (!last || more.length > 0 || !isReplicated(deployed)) return safe;

  const variables = variablesOf(environment);
  if (!deployed.some(runs) || !deployed.some(({ name }) => name === last)) {
    throw new UserError(
      `it is unknown whether ${last} has every write, because ${deployed.some(runs) ? "it is gone" : "no member of the database runs"}: run ${variables}npm run deploy stage-4 first, then ${variables}${command} again`,
    );
  }
  const problem = whyIncomplete(await readMembers(environment), last, variables, command);
  if (problem) throw new UserError(problem);
  return safe;
}

/** Returns why a member may lack acknowledged writes, and what to do about it. */
export function whyIncomplete(
  members: readonly Member[],
  name: string,
  variables: string,
  command: string,
): string | undefined {
  const member = members.find((each) => each.name === name);
  if (!member || member.role === "primary" || member.role === "synchronous") return undefined;
  const stopped = member.role === "stopped";
  const state = stopped ? "it is stopped" : `it is a replica, ${member.state}, not synchronous`;
  const start = stopped ? `start it with ${startCommand(member)}, ` : "";
  return `${name} may lack writes (${state}): ${start}wait until ${variables}npm run database -- status shows it as synchronous, then run ${variables}${command} again`;
}
