import type { Access, Books, Stored } from "../../constructs/app/load.ts";

/** An order as the database has it. */
export interface Order {
  readonly id: string;
  /** Its idempotency key. */
  readonly key: string;
  readonly status: string;
}

/** A charge as the payment provider's book has it. */
export interface Charge {
  readonly orderId: string;
  readonly status: string;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
}

/** The payment provider records the time of its decision, which is before the write. */
const TOLERANCE_MS = 1000;

/** Reads the orders and the payment provider's book. */
export async function lookUp(access: Access, since: number): Promise<Books> {
  const readAt = Date.now();
  const rows = await access.query("SELECT id, idempotency_key, status FROM orders");
  const orders = rows.map(([id = "", key = "", status = ""]) => ({ id, key, status }));
  // read after the orders: an order is charged before it is settled
  const book = await access.run("payment-provider", ["cat", "/var/lib/payment/book.jsonl"]);
  return compareBooks(orders, parseCharges(book), { from: since, to: readAt - TOLERANCE_MS });
}

export function parseCharges(book: string): Charge[] {
  return book
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const { orderId, status, at } = JSON.parse(line) as Record<string, string>;
      return { orderId: orderId ?? "", status: status ?? "", at: Date.parse(at ?? "") };
    });
}

/**
 * Compares the orders with the charges.
 * @param during only charges of that time must have an order
 */
export function compareBooks(
  orders: readonly Order[],
  charges: readonly Charge[],
  during: { readonly from: number; readonly to: number },
): Books {
  const ids = new Set(orders.map(({ id }) => id));
  const strays = charges.filter(
    ({ orderId, at }) => !ids.has(orderId) && at >= during.from && at <= during.to,
  );
  const byOrder = new Map<string, Charge[]>();
  for (const charge of charges) {
    byOrder.set(charge.orderId, [...(byOrder.get(charge.orderId) ?? []), charge]);
  }
  return {
    stored: orders.map((order) => describe(order, byOrder.get(order.id) ?? [])),
    strays: strays.map(({ orderId }) => ({
      id: orderId,
      wrong: "charged and not in the database",
    })),
  };
}

function describe({ id, key, status }: Order, charges: readonly Charge[]): Stored {
  const isPending = status === "pending";
  const agree = isPending || charges.at(-1)?.status === status;
  return {
    id,
    key,
    isPending,
    times: charges.length,
    found: charges.length > 0 ? "stored and charged" : "only stored",
    ...(agree ? {} : { wrong: "not charged as the payment provider says" }),
  };
}
