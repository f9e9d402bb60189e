import { createHash } from "node:crypto";
import { Problem, quote } from "../problem.ts";

/** So many of one product. */
export interface Line {
  readonly product: number;
  readonly quantity: number;
}

export const mostLines = 50;
export const mostQuantity = 99;
const mostKeyLength = 128;
const mostProductId = 2 ** 31 - 1;

/** Reads `{ "lines": [{ "product": 1, "quantity": 1 }] }`; throws what is wrong with it. */
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

/** Throws when there is no line, too many of them, or two of one product. */
export function checkLines(lines: readonly Line[]): void {
  if (lines.length === 0) throw new Problem(400, "the order is empty: put at least one product in");
  if (lines.length > mostLines) {
    throw new Problem(400, `an order has at most ${mostLines} lines, got ${lines.length}`);
  }
  const seen = new Set<number>();
  for (const { product } of lines) {
    if (seen.has(product)) {
      throw new Problem(400, `product ${product} is in two lines: put it in one, with the sum`);
    }
    seen.add(product);
  }
}

/** The number of a product; throws when it can't be one. */
export function parseProduct(value: unknown, where: string): number {
  if (isWholeNumber(value) && value >= 1 && value <= mostProductId) return value;
  throw new Problem(400, `product ${where} must be the number of a product, got ${quote(value)}`);
}

/** How many of a product; throws when it is not from `least` to 99. */
export function parseQuantity(value: unknown, where: string, least = 1): number {
  if (isWholeNumber(value) && value >= least && value <= mostQuantity) return value;
  throw new Problem(
    400,
    `quantity ${where} must be a whole number from ${least} to ${mostQuantity}, got ${quote(value)}`,
  );
}

/** The idempotency key; throws when it is missing or can't be one. */
export function parseKey(value: unknown): string {
  if (typeof value !== "string" || value === "") {
    throw new Problem(
      400,
      "the idempotency key is missing: send a new random value, such as a UUID, in the header Idempotency-Key with each order, and the same one again with each retry",
    );
  }
  if (value.length > mostKeyLength || !/^[\x21-\x7e]+$/.test(value)) {
    throw new Problem(
      400,
      `the idempotency key must be 1 to ${mostKeyLength} visible ASCII characters, got ${value.length} characters`,
    );
  }
  return value;
}

/** The same for the same products and quantities in any order. */
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
