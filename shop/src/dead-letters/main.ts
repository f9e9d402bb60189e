import { createHash } from "node:crypto";
import type { Channel, Connection, SyncMessage } from "rabbitmq-client";
import { originOf } from "../observing/origin.ts";
import { connect, DEAD_LETTERS } from "../queue/connection.ts";
import { ChargePublisher } from "../queue/publisher.ts";
import { parseQueue } from "../queue/target.ts";

/** A message as a JSON line of the output. */
function describe(message: SyncMessage) {
  return { id: idOf(message), ...message.headers, body: textOf(message).slice(0, 200) };
}

function textOf({ body }: SyncMessage): string {
  return Buffer.isBuffer(body) ? body.toString("latin1") : JSON.stringify(body);
}

/** The message's id, or a hash of its body. */
function idOf(message: SyncMessage): string {
  const id = message.messageId ?? createHash("sha256").update(textOf(message)).digest("hex");
  return id.slice(0, 8);
}

/**
 * Yields each message that is in the dead-letter queue now, but none that arrives meanwhile. A
 * message that is not acknowledged is requeued.
 */
async function* deadMessages(channel: Channel): AsyncGenerator<SyncMessage> {
  const queue = DEAD_LETTERS;
  const { messageCount } = await channel.queueDeclare({ queue, passive: true });
  for (let number = 0; number < messageCount; number++) {
    const message = await channel.basicGet({ queue });
    if (message === undefined) return;
    yield message;
  }
}

async function run(connection: Connection, [action, which]: string[]): Promise<object[]> {
  const channel = await connection.acquire();
  try {
    const publisher = new ChargePublisher(connection);
    const lines: object[] = [];
    for await (const message of deadMessages(channel)) {
      if (action === "list") lines.push(describe(message));
      else if (which === "all" || which === idOf(message)) {
        await publisher.publish([{ body: message.body, origin: originOf(message.headers) }]);
        channel.basicAck({ deliveryTag: message.deliveryTag });
        lines.push(describe(message));
      }
    }
    await publisher.close();
    return lines;
  } finally {
    await channel.close();
  }
}

/** `dead-letters.js list|retry <id>|retry all`: prints JSON lines. */
async function main(): Promise<void> {
  const target = parseQueue(process.env.QUEUE_URL ?? "");
  let reason = "no answer";
  const connection = connect(target, "inspect dead letters", {
    write: (event) => {
      reason = `${event.reason ?? reason}`;
    },
  });
  try {
    await connection.onConnect(5000);
    for (const line of await run(connection, process.argv.slice(2))) {
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message} (${reason})\n`);
    process.exitCode = 1;
  }
  await connection.close();
}

main();
