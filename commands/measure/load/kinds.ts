/** The kinds of request that shoppers send, in the order of the table. */
export const kinds = [
  "catalogue",
  "product",
  "file",
  "cart",
  "checkout",
  "order",
  "order to refuse",
  "order status",
] as const;

export type Kind = (typeof kinds)[number];
