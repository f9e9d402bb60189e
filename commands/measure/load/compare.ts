import type { Books, Charge } from "./books.ts";
import type { Ledger } from "./ledger.ts";

/** What the shop's books say of the orders that clients know of. */
export interface Verdict {
  /** How many orders clients saw acknowledged. */
  readonly acknowledged: number;
  /** Ids of orders that were acknowledged and are not in the database. */
  readonly missing: readonly string[];
  /** Ids of orders of which the payment provider has several charges, or the shop made several of one. */
  readonly chargedTwice: readonly string[];
  /** Ids of acknowledged orders that are not charged, or not as the payment provider says. */
  readonly notCharged: readonly string[];
  /** Ids of orders that were charged during the load and are not in the database. */
  readonly chargedWithoutOrder: readonly string[];
  /** Keys of orders that are stored though they had to be refused, or clients were told so. */
  readonly storedThoughRefused: readonly string[];
  /** Orders without an answer: nobody was promised anything, so each of them may be either way. */
  readonly unknown: readonly Unknown[];
  /** How many orders had to be refused, or were. */
  readonly refused: number;
  /** Whether no promise was broken: all lists but `unknown` are empty. */
  readonly isWhole: boolean;
}

/** An order without an answer, as the books know it. */
export interface Unknown {
  /** Its idempotency key. */
  readonly key: string;
  readonly stored: boolean;
  readonly charged: boolean;
}

/** The payment provider notes when it decided, not when it had written. */
const toleranceMs = 1000;

/** Compares what clients know with the books. */
export function compare(ledger: Ledger, { readAt, stored, charges }: Books): Verdict {
  const byKey = new Map(stored.map((order) => [order.key, order]));
  const byId = new Map(stored.map((order) => [order.id, order]));
  const charged = new Map(charges.map(({ orderId, status }) => [orderId, status]));
  const counts = new Map<string, number>();
  for (const { orderId } of charges) counts.set(orderId, (counts.get(orderId) ?? 0) + 1);
  const isDouble = (id: string) => (counts.get(id) ?? 0) > 1;

  const { acknowledged, unanswered, refused } = ledger;
  const ids = acknowledged.flatMap((order) => order.ids);
  const unknownIds = unanswered.flatMap((key) => byKey.get(key)?.id ?? []);
  /** Others may shop, too: only what was charged before the orders were read must be among them. */
  const isOurs = ({ at }: Charge) => at >= ledger.startedAt && at <= readAt - toleranceMs;
  const several = acknowledged.filter((order) => order.ids.length > 1).flatMap(({ ids }) => ids);

  const breaches = {
    missing: ids.filter((id) => !byId.has(id)),
    chargedTwice: [...new Set([...several, ...[...ids, ...unknownIds].filter(isDouble)])],
    notCharged: ids.filter((id) => byId.has(id) && charged.get(id) !== byId.get(id)?.status),
    chargedWithoutOrder: charges
      .filter((charge) => isOurs(charge) && !byId.has(charge.orderId))
      .map(({ orderId }) => orderId),
    storedThoughRefused: refused.filter((key) => byKey.has(key)),
  };
  return {
    acknowledged: acknowledged.length,
    ...breaches,
    unknown: unanswered.map((key) => {
      const order = byKey.get(key);
      return { key, stored: order !== undefined, charged: charged.has(order?.id ?? "") };
    }),
    refused: refused.length,
    isWhole: Object.values(breaches).every(({ length }) => length === 0),
  };
}

/** How many acknowledged orders still wait to be charged. */
export function countPending(ledger: Ledger, { stored }: Books): number {
  const pending = new Set(stored.filter(({ status }) => status === "pending").map(({ id }) => id));
  return ledger.acknowledged.flatMap(({ ids }) => ids).filter((id) => pending.has(id)).length;
}
