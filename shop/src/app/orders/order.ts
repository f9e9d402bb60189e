import { type Static, Type } from "@sinclair/typebox";
import type { Product } from "../catalogue.ts";

const STATUSES = ["pending", "paid", "refused"] as const;
export type OrderStatus = (typeof STATUSES)[number];

const ID_FORMAT = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/** An order's id cannot be guessed: whoever knows it may read the order. */
export const OrderId = Type.String({
  pattern: ID_FORMAT.source,
  title: "order",
  description: "the id in the response to an order, a UUID",
});

/** An order in the JSON API. */
export const Order = Type.Object({
  id: OrderId,
  status: Type.Unsafe<OrderStatus>({
    type: "string",
    enum: [...STATUSES],
    description: "whether the payment went through, or has not been made yet",
  }),
  totalCents: Type.Integer(),
});

export type Order = Readonly<Static<typeof Order>>;

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
  return ID_FORMAT.test(text);
}
