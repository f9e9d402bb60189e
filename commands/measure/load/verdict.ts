import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "../../lib/interrupt.ts";
import { ContainerAccess } from "./access.ts";
import { compare, type Verdict } from "./compare.ts";
import type { Ledger } from "./ledger.ts";
import type { Target } from "./target.ts";
import { wordsOf } from "./words.ts";

export type { Verdict } from "./compare.ts";

/** A message that the queue lost is sent again after a minute. */
const processedWithinMs = 90_000;

/**
 * Looks every write up in what the application knows. Waits, 90 s at most, until those that were
 * acknowledged are processed. Throws where that cannot be read, as no database leads within a minute:
 * then nothing is known of the writes.
 * @param tell receives what is waited for
 */
export async function judge(
  { application, load, environment }: Required<Target>,
  ledger: Ledger,
  tell: (detail: string) => void = () => {},
): Promise<Verdict> {
  const words = wordsOf(load);
  const access = new ContainerAccess(environment, application.name);
  const end = Date.now() + processedWithinMs;
  for (;;) {
    const books = await load.writes?.lookUp(access, ledger.startedAt);
    const verdict = compare(ledger, words, books ?? { stored: [] });
    if (verdict.pending.length === 0 || Date.now() > end) return verdict;
    tell(`${verdict.pending.length} ${words.many} are still to be processed`);
    await sleep(1000, undefined, { signal: interruption.signal });
  }
}
