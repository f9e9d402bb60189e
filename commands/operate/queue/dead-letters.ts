import type { Application } from "../../../constructs/app/application.ts";
import type { Environment } from "../../../environment.ts";
import { run, tail } from "../../lib/process.ts";
import { listContainers, runs } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** A dead letter: a message that could not be processed. */
export interface DeadLetter {
  readonly id: string;
  /** When and why a worker rejected it; absent if the queue's delivery limit was reached. */
  readonly at?: string;
  readonly reason?: string;
  readonly body: string;
}

/** Each retried message is written to disk before the next one. The limit also stops it in the container. */
const LIMIT = ["timeout", "120"];

/** Runs the application's own command for dead letters in a client of the queue, and returns its lines. */
export async function runDeadLetters(
  environment: Environment,
  { name, deadLetters, workers = {} }: Application,
  args: readonly string[],
): Promise<DeadLetter[]> {
  if (deadLetters === undefined) {
    throw new UserError(
      `${name} declares no command that reads dead letters: name one in \`deadLetters\` of its application.ts`,
    );
  }
  const roles = [...Object.keys(workers), "app"];
  const found = await Promise.all(roles.map((role) => listContainers(environment, role)));
  const client = found.flat().find(runs);
  if (client === undefined) {
    throw new UserError(
      "no client of the queue runs, neither a worker nor an app server: deploy the stage",
    );
  }
  const command = ["exec", client.container, ...LIMIT, ...deadLetters, ...args];
  const { ok, stdout, all } = await run("docker", command);
  if (ok) return parseLines(stdout);
  throw new UserError(
    `the dead letters could not be read (${tail(all, 1)}): check with docker ps that the queue's container runs`,
  );
}

function parseLines(output: string): DeadLetter[] {
  const lines = output.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as DeadLetter);
}
