import { deadLetterQueueOf } from "../../../architecture/dead-letters.ts";
import type { Environment } from "../../../environment.ts";
import { run, tail } from "../../lib/process.ts";
import { listContainers, runs } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** A queue, as RabbitMQ counts it. */
export interface QueueCount {
  readonly queue: string;
  readonly messages: number;
  readonly consumers: number;
  /** How many nodes keep its messages, and how many of them are available. */
  readonly members: number;
  readonly online: number;
}

/** RabbitMQ's own tool; the limit also stops it in the container. */
const LIST =
  "timeout 60 rabbitmqctl -q list_queues --formatter json name messages consumers members online";

/** Asks a node of RabbitMQ for the counts of the application's queues. It counts every five seconds. */
export async function readCounts(
  environment: Environment,
  queues: readonly string[],
): Promise<QueueCount[]> {
  const servers = await listContainers(environment, "queue");
  if (servers.length === 0) {
    throw new UserError(
      `the environment ${environment.name} has no queue: deploy a stage that has one, stage-6 or later`,
    );
  }
  const reasons: string[] = [];
  for (const { name, container } of servers.filter(runs)) {
    const { ok, stdout, all } = await run("docker", ["exec", container, ...LIST.split(" ")]);
    if (ok) return parseCounts(stdout, queues);
    reasons.push(`${name}: ${tail(all, 1)}`);
  }
  throw new UserError(
    `the queue does not answer (${reasons.join("; ") || "no node runs"}): check with docker ps that its containers run`,
  );
}

/** A queue, as `rabbitmqctl list_queues` prints it. */
interface Row {
  readonly name: string;
  readonly messages: unknown;
  readonly consumers: unknown;
  /** Names of nodes, or an empty text. */
  readonly members: readonly string[] | "";
  readonly online: readonly string[] | "";
}

/** Reads what `rabbitmqctl list_queues` prints: each queue, followed by its dead-letter queue. */
export function parseCounts(json: string, queues: readonly string[]): QueueCount[] {
  const rows = JSON.parse(json) as Row[];
  return queues
    .flatMap((queue) => [queue, deadLetterQueueOf(queue)])
    .flatMap((queue) => rows.filter(({ name }) => name === queue))
    .map(({ name, messages, consumers, members, online }) => ({
      queue: name,
      // of a queue that starts it prints an empty text
      messages: Number(messages) || 0,
      consumers: Number(consumers) || 0,
      members: members.length,
      online: online.length,
    }));
}
