import type { Log } from "../app/logging.ts";
import type { OrderStore } from "../app/orders/order-store.ts";
import type { Outbox } from "../app/outbox/outbox.ts";
import type { PaymentProvider } from "../app/payment.ts";
import type { Task } from "../app/task.ts";
import type { Origin } from "../observing/origin.ts";
import type { Step } from "../observing/step.ts";
import { deadKey } from "../queue/connection.ts";
import { type ChargePublisher, chargeMessage } from "../queue/publisher.ts";
import { parseMessage, Undeliverable } from "./message.ts";

/** With pauses of half a minute that is about an hour. */
const mostAttempts = 100;

/** What became of a message. */
export type Outcome = "charged" | "copy" | "put-off" | "dead";

/** A message waits that long for the database before it goes back to the queue. */
const deadlineMilliseconds = 600_000;

export interface ChargerOptions {
  readonly outbox: Pick<Outbox, "find" | "postpone" | "bury">;
  readonly orders: Pick<OrderStore, "settle">;
  readonly payment: Pick<PaymentProvider, "charge">;
  readonly publisher: Pick<ChargePublisher, "publish">;
  readonly log: Log;
}

/**
 * Does what a message asks for. Each step may be repeated: the payment provider charges an order
 * once, and a result is final. An order whose charge gets no answer is put off in the outbox, from
 * where it is relayed again when its time has come.
 */
export class Charger {
  constructor(private readonly options: ChargerOptions) {}

  /** Ends when the message may be forgotten; throws when it must be delivered again. */
  async handle(body: unknown, origin: Origin = {}, step?: Step): Promise<Outcome> {
    try {
      return await this.charge(parseMessage(body), origin, step);
    } catch (error) {
      if (!(error instanceof Undeliverable)) throw error;
      const shown = Buffer.isBuffer(body) ? body.toString("latin1") : body;
      await this.kill(shown, error.message, origin);
      return "dead";
    }
  }

  private async charge(orderId: string, origin: Origin, step?: Step): Promise<Outcome> {
    const { outbox, orders, payment, log } = this.options;
    const { requestId } = origin;
    const task = { deadline: performance.now() + deadlineMilliseconds, requestId, step };
    const found = await outbox.find(orderId, task);
    if (found === undefined) throw new Undeliverable(`there is no order ${orderId}`);
    // A copy of a message that was worked off already, or an order that was sent again and noted
    // once more just while it was settled: only its note is left to be removed.
    if (found.order.status !== "pending") {
      if (found.isWaiting) await orders.settle(found.order, found.order.status, task);
      return "copy";
    }
    if (!found.isWaiting) throw new Undeliverable(`order ${orderId} was not to be charged`);

    const started = performance.now();
    let status: "paid" | "refused";
    try {
      status = await payment.charge(found.order, task);
    } catch {
      return this.putOff(orderId, task, origin);
    }
    await orders.settle(found.order, status, task);
    const milliseconds = Math.round(performance.now() - started);
    log.write({ message: "charged", requestId, order: orderId, status, milliseconds });
    return "charged";
  }

  private async putOff(orderId: string, task: Task, origin: Origin): Promise<Outcome> {
    const { outbox, log } = this.options;
    const attempts = await outbox.postpone(orderId, task);
    const { requestId } = task;
    const message = "the payment provider does not answer";
    log.write({ message, requestId, order: orderId, attempts });
    if (attempts < mostAttempts) return "put-off";
    const reason = `the payment provider did not answer ${attempts} times`;
    await this.kill(chargeMessage(orderId), reason, origin);
    await outbox.bury(orderId, task);
    return "dead";
  }

  private async kill(body: unknown, reason: string, origin: Origin): Promise<void> {
    const { publisher, log } = this.options;
    const headers = { reason, at: new Date().toISOString() };
    await publisher.publish([{ body, headers, origin }], deadKey);
    const shown = JSON.stringify(body) ?? "nothing";
    const { requestId } = origin;
    const message = "put into the dead-letter queue";
    log.write({ message, requestId, reason, body: shown.slice(0, 200) });
  }
}
