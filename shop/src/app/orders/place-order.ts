import type { Relay } from "../outbox/relay.ts";
import type { PaymentProvider } from "../payment.ts";
import type { Task } from "../task.ts";
import type { Line } from "./line.ts";
import type { Order } from "./order.ts";
import type { OrderStore } from "./order-store.ts";

/** How orders get paid: at once by the payment provider, or later by those who work off a queue. */
export type Payment = Pick<PaymentProvider, "charge"> | Pick<Relay, "wake">;

/**
 * Stores the order, charges it, stores the result. Each step may be repeated:
 * the same key finds the same order, the provider charges an order once, and a
 * result is final. So a retry goes on where the last try ended. Where a queue
 * is used, the order is stored with a note to charge it, and is pending.
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
