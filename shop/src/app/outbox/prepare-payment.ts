import type { Log } from "../../../../programs/log.ts";
import { connect } from "../../queue/connection.ts";
import { ChargePublisher } from "../../queue/publisher.ts";
import type { Configuration } from "../configuration.ts";
import type { Gate } from "../database/gate.ts";
import { OrderStore } from "../orders/order-store.ts";
import type { Payment } from "../orders/place-order.ts";
import { PaymentProvider } from "../payment.ts";
import { Outbox } from "./outbox.ts";
import { Relay } from "./relay.ts";
import { Sweeper } from "./sweeper.ts";

/**
 * How orders are stored and charged. With a queue they are relayed to it. Without one they are
 * charged synchronously, and the sweeper charges orders that are still in the outbox.
 */
export function preparePayment({
  payment,
  gate,
  log,
}: {
  readonly payment: Configuration["payment"];
  readonly gate: Gate;
  readonly log: Log;
}): { readonly orders: OrderStore; readonly payment: Payment } {
  const outbox = new Outbox(gate);
  if ("queue" in payment) {
    const publisher = new ChargePublisher(connect(payment.queue, "relay orders", log));
    const relay = new Relay(outbox, publisher, log);
    relay.start();
    return { orders: new OrderStore(gate, true), payment: relay };
  }

  const provider = new PaymentProvider(payment.url);
  const orders = new OrderStore(gate);
  new Sweeper(outbox, orders, provider, log).start();
  return { orders, payment: provider };
}
