import { createHash } from "node:crypto";
import { type Static, Type } from "@sinclair/typebox";
import { Problem } from "../problem.ts";

export const MAX_LINES = 50;
export const MAX_QUANTITY = 99;

/** The id of a product; a column of PostgreSQL holds it. */
export const ProductId = Type.Integer({
  minimum: 1,
  maximum: 2 ** 31 - 1,
  description: "the number of a product",
});

/** The same in the path of a request. */
export const ProductParameter = Type.Integer({ ...ProductId, title: "product" });

/** How many of a product; 0 removes it from a cart. */
export const quantityFrom = (minimum: 0 | 1) =>
  Type.Integer({
    minimum,
    maximum: MAX_QUANTITY,
    description: `a whole number from ${minimum} to ${MAX_QUANTITY}`,
  });

const EXAMPLE = '{"product": 1, "quantity": 1}';

export const Line = Type.Object(
  { product: ProductId, quantity: quantityFrom(1) },
  { description: EXAMPLE },
);

/** A product and its quantity. */
export type Line = Readonly<Static<typeof Line>>;

/** What a program orders. */
export const OrderRequest = Type.Object(
  {
    lines: Type.Array(Line, {
      minItems: 1,
      maxItems: MAX_LINES,
      description: `a list of 1 to ${MAX_LINES} lines such as ${EXAMPLE}`,
    }),
  },
  { description: `{"lines": [${EXAMPLE}]}` },
);

export const IdempotencyKey = Type.String({
  pattern: "^[\\x21-\\x7e]{1,128}$",
  title: "the idempotency key",
  description:
    "1 to 128 visible ASCII characters in the header Idempotency-Key, a new random value, such as a UUID, with each order, and the same one again with each retry",
});

/** Throws if a product is in two lines. */
export function checkProducts(lines: readonly Line[]): void {
  const seen = new Set<number>();
  for (const { product } of lines) {
    if (seen.has(product)) {
      throw new Problem(400, `product ${product} is in two lines: put it in one, with the sum`);
    }
    seen.add(product);
  }
}

/** A hash of the products and quantities, independent of their order. */
export function fingerprint(lines: readonly Line[]): string {
  const sorted = [...lines].sort((a, b) => a.product - b.product);
  const text = sorted.map(({ product, quantity }) => `${product}x${quantity}`).join(" ");
  return createHash("sha256").update(text).digest("hex");
}
