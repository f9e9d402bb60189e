const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A message that no other try would make a charge of, and why. */
export class Undeliverable extends Error {}

/** The order that a message asks to charge; throws an `Undeliverable`. */
export function parseMessage(body: unknown): string {
  if (Buffer.isBuffer(body) || typeof body === "string") {
    throw new Undeliverable("the message is not JSON");
  }
  const { orderId } = (body ?? {}) as { orderId?: unknown };
  if (typeof orderId !== "string" || !uuid.test(orderId)) {
    throw new Undeliverable('the message is not {"orderId": "<an order\'s id>"}');
  }
  return orderId;
}
