import { createHash } from "node:crypto";
import { Problem, quote } from "../problem.ts";

/** A product and its quantity. */
export interface Line {
  readonly product: number;
  readonly quantity: number;
}

export const MAX_LINES = 50;
export const MAX_QUANTITY = 99;
const MAX_KEY_LENGTH = 128;
const MAX_PRODUCT_ID = 2 ** 31 - 1;

/** Parses `{ "lines": [{ "product": 1, "quantity": 1 }] }`; throws if it is invalid. */
export function parseLines(body: unknown): Line[] {
  const lines = isRecord(body) ? body.lines : undefined;
  if (!Array.isArray(lines)) {
    throw new Problem(
      400,
      `the body must be {"lines": [{"product": 1, "quantity": 1}]}, got ${isRecord(body) ? `${quote(lines)} as lines` : quote(body)}`,
    );
  }

  const parsed = lines.map(parseLine);
  checkLines(parsed);
  return parsed;
}

/** Throws if there is no line, too many lines, or a product in two lines. */
export function checkLines(lines: readonly Line[]): void {
  if (lines.length === 0) throw new Problem(400, "the order is empty: put at least one product in");
  if (lines.length > MAX_LINES) {
    throw new Problem(400, `an order has at most ${MAX_LINES} lines, got ${lines.length}`);
  }
  const seen = new Set<number>();
  for (const { product } of lines) {
    if (seen.has(product)) {
      throw new Problem(400, `product ${product} is in two lines: put it in one, with the sum`);
    }
    seen.add(product);
  }
}

/** Parses the id of a product; throws if it is invalid. */
export function parseProduct(value: unknown, where: string): number {
  if (isWholeNumber(value) && value >= 1 && value <= MAX_PRODUCT_ID) return value;
  throw new Problem(400, `product ${where} must be the number of a product, got ${quote(value)}`);
}

/** Parses a quantity; throws if it is not from `min` to 99. */
export function parseQuantity(value: unknown, where: string, min = 1): number {
  if (isWholeNumber(value) && value >= min && value <= MAX_QUANTITY) return value;
  throw new Problem(
    400,
    `quantity ${where} must be a whole number from ${min} to ${MAX_QUANTITY}, got ${quote(value)}`,
  );
}

/** Parses the idempotency key; throws if it is missing or invalid. */
export function parseKey(value: unknown): string {
  if (typeof value !== "string" || value === "") {
    throw new Problem(
      400,
      "the idempotency key is missing: send a new random value, such as a UUID, in the header Idempotency-Key with each order, and the same one again with each retry",
    );
  }
  if (value.length > MAX_KEY_LENGTH || !/^[\x21-\x7e]+$/.test(value)) {
    throw new Problem(
      400,
      `the idempotency key must be 1 to ${MAX_KEY_LENGTH} visible ASCII characters, got ${value.length} characters`,
    );
  }
  return value;
}

/** A hash of the products and quantities, independent of their order. */
export function fingerprint(lines: readonly Line[]): string {
  const sorted = [...lines].sort((a, b) => a.product - b.product);
  const text = sorted.map(({ product, quantity }) => `${product}x${quantity}`).join(" ");
  return createHash("sha256").update(text).digest("hex");
}

function parseLine(value: unknown, index: number): Line {
  const where = `in line ${index + 1}`;
  if (!isRecord(value)) {
    throw new Problem(
      400,
      `line ${index + 1} must be {"product": 1, "quantity": 1}, got ${quote(value)}`,
    );
  }
  return {
    product: parseProduct(value.product, where),
    quantity: parseQuantity(value.quantity, where),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWholeNumber(value: unknown): value is number {
  return Number.isInteger(value);
}
