import { DEAD_LETTER_SUFFIX, deadLetterQueueOf } from "../../architecture/dead-letters.ts";

/**
 * RabbitMQ's definitions (JSON, one line): the application's user and the operator, and each queue
 * with its exchange and its dead-letter queue. `APPLICATION_HASH` and `OPERATOR_HASH` are
 * placeholders for the password hashes.
 */
export function definitions(user: string, queues: readonly string[]): string {
  const names = `(${queues.join("|")})`;
  const deadLetters = DEAD_LETTER_SUFFIX.replace(".", "\\.");
  const permissions =
    queues.length === 0
      ? { configure: "^$", write: "^$", read: "^$" }
      : { configure: "^$", write: `^${names}$`, read: `^${names}(${deadLetters})?$` };
  const none = { configure: "^$", write: "^$", read: "^$" };
  return JSON.stringify({
    users: [
      { name: user, password_hash: "APPLICATION_HASH", tags: [] },
      { name: "operator", password_hash: "OPERATOR_HASH", tags: ["monitoring"] },
    ],
    vhosts: [{ name: VHOST }],
    permissions: [
      { user, vhost: VHOST, ...permissions },
      { user: "operator", vhost: VHOST, ...none },
    ],
    exchanges: queues.map((name) => ({ name, type: "direct", ...DURABLE, arguments: {} })),
    queues: queues.flatMap((name) => [
      {
        name,
        ...DURABLE,
        arguments: {
          "x-queue-type": "quorum",
          "x-dead-letter-exchange": name,
          "x-dead-letter-routing-key": "dead",
          "x-dead-letter-strategy": "at-least-once",
          "x-overflow": "reject-publish",
          "x-delivery-limit": 20,
        },
      },
      {
        name: deadLetterQueueOf(name),
        ...DURABLE,
        arguments: { "x-queue-type": "quorum", "x-delivery-limit": -1 },
      },
    ]),
    bindings: queues.flatMap((name) => [
      { source: name, destination: name, routing_key: name, ...BINDING },
      { source: name, destination: deadLetterQueueOf(name), routing_key: "dead", ...BINDING },
    ]),
  });
}

const VHOST = "/";
const DURABLE = { vhost: VHOST, durable: true, auto_delete: false };
const BINDING = { vhost: VHOST, destination_type: "queue", arguments: {} };
