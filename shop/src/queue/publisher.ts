import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SpanKind } from "@opentelemetry/api";
import type { Connection, Publisher } from "rabbitmq-client";
import { headersOf, type Origin } from "../observing/origin.ts";
import { observeOutgoing } from "../observing/outgoing.ts";
import { CHARGE_KEY, EXCHANGE } from "./connection.ts";

const CONFIRM_TIMEOUT_MS = 3000;

const ATTRIBUTES = { "messaging.system": "rabbitmq", "messaging.operation.type": "send" };

/** A message to publish. */
interface Message {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Request id and trace context, sent as headers. */
  readonly origin?: Origin;
}

/** Publishes messages to the queue, with publisher confirms. */
export class ChargePublisher {
  private readonly publisher: Publisher;
  private readonly returned = new Set<string>();

  constructor(private readonly connection: Connection) {
    this.publisher = connection.createPublisher({ confirm: true, maxAttempts: 1 });
    this.publisher.on("basic.return", ({ messageId }) => this.returned.add(`${messageId}`));
  }

  /** Whether the connection is up and not blocked by an alarm of the queue. */
  get isReady(): boolean {
    return this.connection.ready;
  }

  /**
   * Resolves when the queue has confirmed that all messages are on disk. Throws if a confirm is
   * missing after three seconds: the caller publishes again, and consumers must tolerate the
   * duplicates.
   */
  async publish(messages: readonly Message[], routingKey = CHARGE_KEY): Promise<void> {
    const sent = Promise.all(messages.map((message) => this.send(message, routingKey)));
    const late = new AbortController();
    const timeout = sleep(CONFIRM_TIMEOUT_MS, undefined, { signal: late.signal }).then(() => {
      throw new Error(`the queue confirmed nothing within ${CONFIRM_TIMEOUT_MS / 1000} s`);
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

  private send({ body, headers, origin = {} }: Message, routingKey: string): Promise<void> {
    const call = {
      peer: "queue",
      kind: SpanKind.PRODUCER,
      name: () => `publish ${routingKey}`,
      remoteParent: origin.traceparent,
      attributes: ATTRIBUTES,
    } as const;
    return observeOutgoing(call, (span) => {
      const { traceparent } = span ?? origin;
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
    const envelope = {
      exchange: EXCHANGE,
      routingKey,
      messageId,
      headers,
      durable: true,
      mandatory: true,
    };
    await this.publisher.send(envelope, body as object);
    // an unroutable message is returned before its confirm
    if (this.returned.delete(messageId)) {
      throw new Error(`the exchange ${EXCHANGE} has no queue for ${routingKey}`);
    }
  }
}

/** The message to charge an order. */
export function chargeMessage(orderId: string): { orderId: string } {
  return { orderId };
}
