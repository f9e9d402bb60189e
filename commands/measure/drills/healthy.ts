import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import { interruption } from "../../lib/interrupt.ts";
import { isHealthy, listContainers } from "../../lib/server-containers.ts";
import { steadyNow } from "../../lib/steady-clock.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers } from "../../operate/database/cluster.ts";
import { isReplicated } from "../../operate/database/members.ts";

const limitMs = 150_000;

/** Waits until every server is healthy and the database has all of its members in step. */
export async function waitUntilWhole(
  environment: Environment,
  tell: (detail: string) => void,
): Promise<void> {
  const end = steadyNow() + limitMs;
  for (;;) {
    const lacks = await findLacks(environment);
    if (lacks.length === 0) return;
    if (steadyNow() > end)
      throw new UserError(
        `not all servers are healthy after ${limitMs / 1000} s (${lacks.join(", ")}): see with "docker ps --all" and "docker logs"`,
      );
    tell(`waiting for ${lacks.join(", ")}`);
    await sleep(500, undefined, { signal: interruption.signal });
  }
}

/** What keeps the environment from being whole, a few words each; nothing if it is. */
export async function findLacks(environment: Environment): Promise<string[]> {
  const ill = (await listContainers(environment))
    .filter((server) => !isHealthy(server))
    .map(({ name, status }) => `${name} (${status})`);
  return ill.length > 0 ? ill : findUnsynchronous(environment);
}

/** Members of a replicated database that lack writes: one leads, all others are synchronous. */
async function findUnsynchronous(environment: Environment): Promise<string[]> {
  if (!isReplicated(await listContainers(environment, "database"))) return [];
  const members = await readMembers(environment).catch((error: unknown) => {
    // Right after a repair nobody may know who leads.
    if (error instanceof UserError) return undefined;
    throw error;
  });
  if (!members) return ["a primary"];
  const behind = members.filter(({ role }) => role !== "primary" && role !== "synchronous");
  const leads = members.some(({ role }) => role === "primary");
  return [...(leads ? [] : ["a primary"]), ...behind.map(({ name }) => `${name} to be in step`)];
}
