import { createHash } from "node:crypto";
import type { Channel, Connection, SyncMessage } from "rabbitmq-client";
import { originOf } from "../observing/origin.ts";
import { charges, connect, deadLetters } from "../queue/connection.ts";
import { ChargePublisher } from "../queue/publisher.ts";
import { parseQueue } from "../queue/target.ts";

/** What is told of a message: one JSON line each. */
function describe(message: SyncMessage) {
  return { id: idOf(message), ...message.headers, body: textOf(message).slice(0, 200) };
}

function textOf({ body }: SyncMessage): string {
  return Buffer.isBuffer(body) ? body.toString("latin1") : JSON.stringify(body);
}

/** The message's own id, or one that is made of what is in it. */
function idOf(message: SyncMessage): string {
  const id = message.messageId ?? createHash("sha256").update(textOf(message)).digest("hex");
  return id.slice(0, 8);
}

async function count(channel: Channel, queue: string) {
  const { messageCount, consumerCount } = await channel.queueDeclare({ queue, passive: true });
  return { queue, messages: messageCount, consumers: consumerCount };
}

/**
 * Gives each message that is in the dead-letter queue now, not those that come back meanwhile. What
 * is not acknowledged stays there.
 */
async function* deadMessages(channel: Channel): AsyncGenerator<SyncMessage> {
  const { messages } = await count(channel, deadLetters);
  for (let number = 0; number < messages; number++) {
    const message = await channel.basicGet({ queue: deadLetters });
    if (message === undefined) return;
    yield message;
  }
}

async function run(connection: Connection, [action, which]: string[]): Promise<object[]> {
  const channel = await connection.acquire();
  try {
    if (action === "status") {
      return [await count(channel, charges), await count(channel, deadLetters)];
    }
    const publisher = new ChargePublisher(connection);
    const told: object[] = [];
    for await (const message of deadMessages(channel)) {
      if (action === "list") told.push(describe(message));
      else if (which === "all" || which === idOf(message)) {
        await publisher.publish([{ body: message.body, origin: originOf(message.headers) }]);
        channel.basicAck({ deliveryTag: message.deliveryTag });
        told.push(describe(message));
      }
    }
    await publisher.close();
    return told;
  } finally {
    await channel.close();
  }
}

/** `dead-letters.js status|list|retry <id>|retry all`: answers in JSON lines. */
async function main(): Promise<void> {
  const target = parseQueue(process.env.QUEUE_URL ?? "");
  let reason = "no answer";
  const connection = connect(target, "look at messages", {
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
