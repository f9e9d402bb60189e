import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../../environment.ts";
import { interruption } from "../../lib/interrupt.ts";
import { readBooks } from "./books.ts";
import { compare, countPending, type Verdict } from "./compare.ts";
import type { Ledger } from "./ledger.ts";

export type { Unknown, Verdict } from "./compare.ts";

/** A message that the queue lost is sent again after a minute. */
const chargedWithinMs = 90_000;

/**
 * Looks every order up in the shop's database and in the payment provider's book. Waits, 90 s at the
 * most, until the orders that were accepted are charged. Throws where no database leads within a
 * minute, or the payment provider does not run: then nothing is known of the orders.
 * @param tell is given what is waited for
 */
export async function judge(
  ledger: Ledger,
  environment: Environment,
  tell: (detail: string) => void = () => {},
): Promise<Verdict> {
  const end = Date.now() + chargedWithinMs;
  for (;;) {
    const books = await readBooks(environment);
    const pending = countPending(ledger, books);
    if (pending === 0 || Date.now() > end) return compare(ledger, books);
    tell(`${pending} orders wait to be charged`);
    await sleep(1000, undefined, { signal: interruption.signal });
  }
}
