import type { Relay } from "../outbox/relay.ts";
import type { PaymentProvider } from "../payment.ts";
import type { Task } from "../task.ts";
import type { Line } from "./line.ts";
import type { Order } from "./order.ts";
import type { OrderStore } from "./order-store.ts";

/** How orders are charged: synchronously by the payment provider, or by consumers of the queue. */
export type Payment = Pick<PaymentProvider, "charge"> | Pick<Relay, "wake">;

/**
 * Stores the order, charges it, stores the result. Each step is idempotent: the same key returns
 * the same order, the provider charges an order once, and a result is final. So a retry continues
 * where the last attempt failed. With a queue, the order is stored with an outbox entry and stays
 * pending.
 */
export async function placeOrder(
  { orders, payment }: { orders: OrderStore; payment: Payment },
  { key, lines, task }: { key: string; lines: readonly Line[]; task: Task },
): Promise<Order> {
  const order = await orders.place(key, lines, task);
  if (order.status !== "pending") return order;

  if ("wake" in payment) {
    payment.wake();
    return order;
  }
  const status = await payment.charge(order, task);
  return orders.settle(order, status, task);
}
