import type { Product } from "../catalogue.ts";

export type OrderStatus = "pending" | "paid" | "refused";

export interface Order {
  /** A UUID: it can't be guessed, since whoever knows it sees the order. */
  readonly id: string;
  readonly status: OrderStatus;
  readonly totalCents: number;
}

export interface OrderDetails extends Order {
  readonly createdAt: Date;
  /** Whether it is charged without the customer's doing anything more. */
  readonly isBeingPaid: boolean;
  readonly lines: readonly OrderLine[];
}

export interface OrderLine {
  readonly product: Pick<Product, "id" | "name" | "image">;
  readonly quantity: number;
  /** Of one piece, when it was ordered. */
  readonly priceCents: number;
}

/** Whether a text has the form of an order's id. */
export function isOrderId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** What the JSON API tells of an order. */
export function toJson({ id, status, totalCents }: Order): Order {
  return { id, status, totalCents };
}
