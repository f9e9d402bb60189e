import { isOrderId } from "../app/orders/order.ts";

/** A message that no other try would make a charge of, and why. */
export class Undeliverable extends Error {}

/** The order that a message asks to charge; throws an `Undeliverable`. */
export function parseMessage(body: unknown): string {
  if (Buffer.isBuffer(body) || typeof body === "string") {
    throw new Undeliverable("the message is not JSON");
  }
  const { orderId } = (body ?? {}) as { orderId?: unknown };
  if (typeof orderId !== "string" || !isOrderId(orderId)) {
    throw new Undeliverable('the message is not {"orderId": "<an order\'s id>"}');
  }
  return orderId;
}
