import type { PaymentProvider } from "../payment.ts";
import type { Line } from "./line.ts";
import type { Order } from "./order.ts";
import type { OrderStore } from "./order-store.ts";

/**
 * Stores the order, charges it, stores the result. Each step may be repeated:
 * the same key finds the same order, the provider charges an order once, and a
 * result is final. So a retry goes on where the last try ended.
 */
export async function placeOrder(
  { orders, payment }: { orders: OrderStore; payment: PaymentProvider },
  { key, lines, deadline }: { key: string; lines: readonly Line[]; deadline: number },
): Promise<Order> {
  const order = await orders.place(key, lines, deadline);
  if (order.status !== "pending") return order;

  const status = await payment.charge(order);
  return orders.settle(order, status, deadline);
}
