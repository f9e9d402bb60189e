import type { Environment } from "../../../environment.ts";
import { run, tail } from "../../lib/process.ts";
import { listContainers, runs } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** Each retried message is on disk before the next one. The limit applies in the container, too. */
const limitSeconds = 120;

/** Runs the shop's `dead-letters.js` in a client of the queue, and returns its JSON lines. */
export async function askQueue<T>(environment: Environment, args: readonly string[]): Promise<T[]> {
  if ((await listContainers(environment, "queue")).length === 0) {
    throw new UserError(
      `the environment ${environment.name} has no queue: deploy a stage that has one, stage-6 or later`,
    );
  }
  const clients = [
    ...(await listContainers(environment, "worker")),
    ...(await listContainers(environment, "app")),
  ];
  const client = clients.find(runs);
  if (client === undefined) {
    throw new UserError(
      "no client of the queue runs, neither a worker nor an app server: deploy the stage",
    );
  }
  const limit = ["timeout", `${limitSeconds}`];
  const command = ["exec", client.container, ...limit, "node", "dead-letters.js", ...args];
  const { ok, stdout, all } = await run("docker", command);
  if (!ok) {
    throw new UserError(
      `the queue does not answer (${tail(all, 1)}): check with docker ps that its container runs`,
    );
  }
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
