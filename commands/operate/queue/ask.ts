import type { Environment } from "../../../environment.ts";
import { run, tail } from "../../lib/process.ts";
import { listContainers, runs } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** Each message that is put back is on disk before the next one. The limit ends it there, too. */
const limitSeconds = 120;

/** Runs the shop's own program in a container that may use the queue, and gives its JSON lines. */
export async function askQueue<T>(
  environment: Environment,
  words: readonly string[],
): Promise<T[]> {
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
      "no worker and no app server runs that could ask the queue: deploy the stage",
    );
  }
  const limit = ["timeout", `${limitSeconds}`];
  const command = ["exec", client.container, ...limit, "node", "dead-letters.js", ...words];
  const { ok, stdout, all } = await run("docker", command);
  if (!ok) {
    throw new UserError(
      `the queue does not answer (${tail(all, 1)}): see with docker ps whether its container runs`,
    );
  }
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
