import type { Product } from "../catalogue.ts";

export type OrderStatus = "pending" | "paid" | "refused";

export interface Order {
  /** A UUID, which cannot be guessed: whoever knows it may read the order. */
  readonly id: string;
  readonly status: OrderStatus;
  readonly totalCents: number;
}

export interface OrderDetails extends Order {
  readonly createdAt: Date;
  /** Whether a worker charges it, without further action by the customer. */
  readonly isBeingPaid: boolean;
  readonly lines: readonly OrderLine[];
}

export interface OrderLine {
  readonly product: Pick<Product, "id" | "name" | "image">;
  readonly quantity: number;
  /** Unit price at the time of the order. */
  readonly priceCents: number;
}

/** Whether a text is a valid order id. */
export function isOrderId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** An order in the JSON API. */
export function toJson({ id, status, totalCents }: Order): Order {
  return { id, status, totalCents };
}
