import { deadLetterQueueOf } from "../../../architecture/dead-letters.ts";
import type { Environment } from "../../../environment.ts";
import { run, tail } from "../../lib/process.ts";
import { listContainers } from "../../lib/server-containers.ts";
import { UserError } from "../../lib/user-error.ts";

/** A queue, as RabbitMQ counts it. */
export interface QueueCount {
  readonly queue: string;
  readonly messages: number;
  readonly consumers: number;
}

/** RabbitMQ's own tool; the limit also stops it in the container. */
const LIST = "timeout 60 rabbitmqctl -q list_queues --formatter json name messages consumers";

/** Asks RabbitMQ for the counts of the application's queues. It counts every five seconds. */
export async function readCounts(
  environment: Environment,
  queues: readonly string[],
): Promise<QueueCount[]> {
  const [server] = await listContainers(environment, "queue");
  if (server === undefined) {
    throw new UserError(
      `the environment ${environment.name} has no queue: deploy a stage that has one, stage-6 or later`,
    );
  }
  const { ok, stdout, all } = await run("docker", ["exec", server.container, ...LIST.split(" ")]);
  if (ok) return parseCounts(stdout, queues);
  throw new UserError(
    `the queue does not answer (${tail(all, 1)}): check with docker ps that its container runs`,
  );
}

/** Reads what `rabbitmqctl list_queues` prints: each queue, followed by its dead-letter queue. */
export function parseCounts(json: string, queues: readonly string[]): QueueCount[] {
  const rows = JSON.parse(json) as { name: string; messages: unknown; consumers: unknown }[];
  return queues
    .flatMap((queue) => [queue, deadLetterQueueOf(queue)])
    .flatMap((queue) => rows.filter(({ name }) => name === queue))
    .map(({ name, messages, consumers }) => ({
      queue: name,
      // of a queue that starts it prints an empty text
      messages: Number(messages) || 0,
      consumers: Number(consumers) || 0,
    }));
}
