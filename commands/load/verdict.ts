import type { Environment } from "../../environment.ts";
import type { Ledger } from "./ledger.ts";

/** What the shop's books say of the orders that clients know of. */
export interface Verdict {
  /** How many orders clients saw acknowledged. */
  readonly acknowledged: number;
  /** Ids of orders that were acknowledged and are not in the database. */
  readonly missing: readonly string[];
  /** Ids of orders that were charged more than once, or made twice of one. */
  readonly chargedTwice: readonly string[];
  /** Orders without an answer: what became of them is open, so none of it is a breach. */
  readonly unknown: readonly Unknown[];
  /** Keys of orders that are stored though the shop refused them, or had to. */
  readonly storedThoughRefused: readonly string[];
  /** Ids of orders that were acknowledged, and of which the payment provider knows nothing. */
  readonly notCharged: readonly string[];
  /** Whether no promise to a customer was broken. */
  readonly isWhole: boolean;
}

/** An order without an answer, as the books know it. */
export interface Unknown {
  /** Its idempotency key. */
  readonly key: string;
  readonly stored: boolean;
  readonly charged: boolean;
}

/**
 * Looks every order up in the shop's database and in the payment provider's book. Waits, 90 s at the
 * most, until accepted orders are charged where a queue does it.
 */
export function judge(_ledger: Ledger, _environment: Environment): Promise<Verdict> {
  throw new Error("not there yet");
}
