import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SpanKind } from "@opentelemetry/api";
import type { Connection, Publisher } from "rabbitmq-client";
import { headersOf, type Origin } from "../observing/origin.ts";
import { outgoing } from "../observing/outgoing.ts";
import { chargeKey, exchange } from "./connection.ts";

const patienceMilliseconds = 3000;

const attributes = { "messaging.system": "rabbitmq", "messaging.operation.type": "send" };

/** What is put on the queue, with what is told about it. */
interface Letter {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes with it, in its headers. */
  readonly origin?: Origin;
}

/** Puts messages on the queue, and knows that they are there. */
export class ChargePublisher {
  private readonly publisher: Publisher;
  private readonly returned = new Set<string>();

  constructor(private readonly connection: Connection) {
    this.publisher = connection.createPublisher({ confirm: true, maxAttempts: 1 });
    this.publisher.on("basic.return", ({ messageId }) => this.returned.add(`${messageId}`));
  }

  /** Whether the queue is there and takes messages: it takes none while an alarm lasts. */
  get isReady(): boolean {
    return this.connection.ready;
  }

  /**
   * Ends when the queue has all of them on disk; throws when it did not say so for each of them
   * within three seconds. Those that it took then are charged twice, which charges them once.
   */
  async publish(letters: readonly Letter[], routingKey = chargeKey): Promise<void> {
    const sent = Promise.all(letters.map((letter) => this.send(letter, routingKey)));
    const late = new AbortController();
    const timeout = sleep(patienceMilliseconds, undefined, { signal: late.signal }).then(() => {
      throw new Error(`the queue confirmed nothing within ${patienceMilliseconds / 1000} s`);
    });
    try {
      await Promise.race([sent, timeout]);
    } finally {
      timeout.catch(() => undefined);
      sent.catch(() => undefined);
      late.abort();
    }
  }

  close(): Promise<void> {
    return this.publisher.close();
  }

  private send({ body, headers, origin = {} }: Letter, routingKey: string): Promise<void> {
    const asked = {
      peer: "queue",
      kind: SpanKind.PRODUCER,
      name: () => `publish ${routingKey}`,
      parent: origin.traceparent,
      attributes,
    } as const;
    return outgoing(asked, (step) => {
      const { traceparent } = step ?? origin;
      const withOrigin = { ...headers, ...headersOf({ ...origin, traceparent }) };
      return this.confirm(body, withOrigin, routingKey);
    });
  }

  private async confirm(
    body: unknown,
    headers: Readonly<Record<string, string>>,
    routingKey: string,
  ): Promise<void> {
    const messageId = randomUUID();
    const envelope = { exchange, routingKey, messageId, headers, durable: true, mandatory: true };
    await this.publisher.send(envelope, body as object);
    // It comes back before it is confirmed where no queue takes it.
    if (this.returned.delete(messageId)) {
      throw new Error(`the exchange ${exchange} has no queue for ${routingKey}`);
    }
  }
}

/** The message that asks for an order to be charged. */
export function chargeMessage(orderId: string): { orderId: string } {
  return { orderId };
}
