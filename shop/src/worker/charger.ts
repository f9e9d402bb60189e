import type { Log } from "../../../programs/log.ts";
import type { OrderStore } from "../app/orders/order-store.ts";
import type { Outbox } from "../app/outbox/outbox.ts";
import type { PaymentProvider } from "../app/payment.ts";
import type { Task } from "../app/task.ts";
import type { Origin } from "../observing/origin.ts";
import type { Span } from "../observing/span.ts";
import { DEAD_LETTER_KEY } from "../queue/connection.ts";
import { type ChargePublisher, chargeMessage } from "../queue/publisher.ts";
import { PoisonMessage, parseMessage } from "./message.ts";

/** With a backoff of half a minute, about an hour. */
const MAX_ATTEMPTS = 100;

/** How a message was processed; `copy` is a duplicate. */
export type Outcome = "charged" | "copy" | "put-off" | "dead";

/** How long a message waits for the database before it is requeued. */
const TIMEOUT_MS = 600_000;

export interface ChargerOptions {
  readonly outbox: Pick<Outbox, "find" | "postpone" | "markDeadLettered">;
  readonly orders: Pick<OrderStore, "settle">;
  readonly payment: Pick<PaymentProvider, "charge">;
  readonly publisher: Pick<ChargePublisher, "publish">;
  readonly log: Log;
}

/**
 * Processes a message: charges its order. Each step is idempotent: the payment provider charges an
 * order once, and a result is final. An order whose charge gets no answer is postponed in the
 * outbox, from where it is relayed again when it is due.
 */
export class Charger {
  constructor(private readonly options: ChargerOptions) {}

  /** Resolves if the message may be acknowledged; throws if it must be requeued. */
  async handle(body: unknown, origin: Origin = {}, span?: Span): Promise<Outcome> {
    try {
      return await this.charge(parseMessage(body), origin, span);
    } catch (error) {
      if (!(error instanceof PoisonMessage)) throw error;
      const shown = Buffer.isBuffer(body) ? body.toString("latin1") : body;
      await this.deadLetter(shown, error.message, origin);
      return "dead";
    }
  }

  private async charge(orderId: string, origin: Origin, span?: Span): Promise<Outcome> {
    const { outbox, orders, payment, log } = this.options;
    const { requestId } = origin;
    const task = { deadline: performance.now() + TIMEOUT_MS, requestId, span };
    const found = await outbox.find(orderId, task);
    if (found === undefined) throw new PoisonMessage(`there is no order ${orderId}`);
    // a duplicate message, or an order that a retry added to the outbox again while it was settled
    if (found.order.status !== "pending") {
      if (found.isWaiting) await orders.settle(found.order, found.order.status, task);
      return "copy";
    }
    if (!found.isWaiting) throw new PoisonMessage(`order ${orderId} is not in the outbox`);

    const started = performance.now();
    let status: "paid" | "refused";
    try {
      status = await payment.charge(found.order, task);
    } catch {
      return this.postpone(orderId, task, origin);
    }
    await orders.settle(found.order, status, task);
    const milliseconds = Math.round(performance.now() - started);
    log.write({ message: "charged", requestId, order: orderId, status, milliseconds });
    return "charged";
  }

  private async postpone(orderId: string, task: Task, origin: Origin): Promise<Outcome> {
    const { outbox, log } = this.options;
    const attempts = await outbox.postpone(orderId, task);
    const { requestId } = task;
    const message = "the payment provider does not answer";
    log.write({ message, requestId, order: orderId, attempts });
    if (attempts < MAX_ATTEMPTS) return "put-off";
    const reason = `the payment provider did not answer ${attempts} times`;
    await this.deadLetter(chargeMessage(orderId), reason, origin);
    await outbox.markDeadLettered(orderId, task);
    return "dead";
  }

  private async deadLetter(body: unknown, reason: string, origin: Origin): Promise<void> {
    const { publisher, log } = this.options;
    const headers = { reason, at: new Date().toISOString() };
    await publisher.publish([{ body, headers, origin }], DEAD_LETTER_KEY);
    const shown = JSON.stringify(body) ?? "nothing";
    const { requestId } = origin;
    const message = "put into the dead-letter queue";
    log.write({ message, requestId, reason, body: shown.slice(0, 200) });
  }
}
