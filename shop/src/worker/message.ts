import { isOrderId } from "../app/orders/order.ts";

/** A message that no retry can process, and the reason. */
export class PoisonMessage extends Error {}

/** Parses the id of the order to charge; throws a `PoisonMessage`. */
export function parseMessage(body: unknown): string {
  if (Buffer.isBuffer(body) || typeof body === "string") {
    throw new PoisonMessage("the message is not JSON");
  }
  const { orderId } = (body ?? {}) as { orderId?: unknown };
  if (typeof orderId !== "string" || !isOrderId(orderId)) {
    throw new PoisonMessage('the message is not {"orderId": "<an order\'s id>"}');
  }
  return orderId;
}
