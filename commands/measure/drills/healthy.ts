import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import { interruption } from "../../lib/interrupt.ts";
import { isHealthy, listContainers } from "../../lib/server-containers.ts";
import { steadyNow } from "../../lib/steady-clock.ts";
import { UserError } from "../../lib/user-error.ts";
import { readMembers } from "../../operate/database/cluster.ts";
import { isReplicated } from "../../operate/database/members.ts";

const limitMs = 150_000;

/** Waits until all servers are healthy and all replicas of the database are synchronous. */
export async function waitUntilHealthy(
  environment: Environment,
  report: (detail: string) => void,
): Promise<void> {
  const end = steadyNow() + limitMs;
  for (;;) {
    const unhealthy = await findUnhealthy(environment);
    if (unhealthy.length === 0) return;
    if (steadyNow() > end)
      throw new UserError(
        `not all servers are healthy after ${limitMs / 1000} s (${unhealthy.join(", ")}): see with "docker ps --all" and "docker logs"`,
      );
    report(`waiting for ${unhealthy.join(", ")}`);
    await sleep(500, undefined, { signal: interruption.signal });
  }
}

/** The servers that are not healthy or not synchronous, each with the reason. */
export async function findUnhealthy(environment: Environment): Promise<string[]> {
  const failing = (await listContainers(environment))
    .filter((server) => !isHealthy(server))
    .map(({ name, status }) => `${name} (${status})`);
  return failing.length > 0 ? failing : findUnsynchronous(environment);
}

/** Members of a replicated database that are neither the primary nor synchronous. */
async function findUnsynchronous(environment: Environment): Promise<string[]> {
  if (!isReplicated(await listContainers(environment, "database"))) return [];
  const members = await readMembers(environment).catch((error: unknown) => {
    // right after a repair there may be no primary
    if (error instanceof UserError) return undefined;
    throw error;
  });
  if (!members) return ["a primary"];
  const behind = members.filter(({ role }) => role !== "primary" && role !== "synchronous");
  const leads = members.some(({ role }) => role === "primary");
  return [
    ...(leads ? [] : ["a primary"]),
    ...behind.map(({ name }) => `${name} to be synchronous`),
  ];
}
