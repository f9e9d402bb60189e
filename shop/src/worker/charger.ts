import type { Log } from "../app/logging.ts";
import type { OrderStore } from "../app/orders/order-store.ts";
import type { Outbox } from "../app/outbox/outbox.ts";
import type { PaymentProvider } from "../app/payment.ts";
import { deadKey } from "../queue/connection.ts";
import { type ChargePublisher, chargeMessage } from "../queue/publisher.ts";
import { parseMessage, Undeliverable } from "./message.ts";

/** With pauses of half a minute that is about an hour. */
const mostAttempts = 100;

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
  async handle(body: unknown): Promise<void> {
    try {
      await this.charge(parseMessage(body));
    } catch (error) {
      if (!(error instanceof Undeliverable)) throw error;
      await this.kill(Buffer.isBuffer(body) ? body.toString("latin1") : body, error.message);
    }
  }

  private async charge(orderId: string): Promise<void> {
    const { outbox, orders, payment, log } = this.options;
    const deadline = Date.now() + deadlineMilliseconds;
    const found = await outbox.find(orderId, deadline);
    if (found === undefined) throw new Undeliverable(`there is no order ${orderId}`);
    // A copy of a message that was worked off already.
    if (found.order.status !== "pending") return;
    if (!found.isWaiting) throw new Undeliverable(`order ${orderId} was not to be charged`);

    const started = performance.now();
    let status: "paid" | "refused";
    try {
      status = await payment.charge(found.order);
    } catch {
      return this.putOff(orderId, deadline);
    }
    await orders.settle(found.order, status, deadline);
    const milliseconds = Math.round(performance.now() - started);
    log.write({ message: "charged", order: orderId, status, milliseconds });
  }

  private async putOff(orderId: string, deadline: number): Promise<void> {
    const { outbox, log } = this.options;
    const attempts = await outbox.postpone(orderId, deadline);
    log.write({ message: "the payment provider does not answer", order: orderId, attempts });
    if (attempts < mostAttempts) return;
    await this.kill(
      chargeMessage(orderId),
      `the payment provider did not answer ${attempts} times`,
    );
    await outbox.bury(orderId, deadline);
  }

  private async kill(body: unknown, reason: string): Promise<void> {
    const { publisher, log } = this.options;
    const headers = { reason, at: new Date().toISOString() };
    await publisher.publish([{ body, headers }], deadKey);
    const shown = JSON.stringify(body) ?? "nothing";
    log.write({ message: "put into the dead-letter queue", reason, body: shown.slice(0, 200) });
  }
}
