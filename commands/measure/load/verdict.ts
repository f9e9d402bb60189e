import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "../../lib/interrupt.ts";
import { ContainerAccess } from "./access.ts";
import { compare, type Verdict } from "./compare.ts";
import type { Ledger } from "./ledger.ts";
import type { Target } from "./target.ts";
import { wordsOf } from "./words.ts";

export type { Verdict } from "./compare.ts";

/** A message that the queue has lost is relayed again after a minute. */
const processedWithinMs = 90_000;

/**
 * Looks up all writes in the application's books. Waits at most 90 s until the acknowledged ones
 * are processed. Throws if the books cannot be read, such as without a primary within a minute.
 * @param report called with the progress
 */
export async function judge(
  { application, load, environment }: Required<Target>,
  ledger: Ledger,
  report: (detail: string) => void = () => {},
): Promise<Verdict> {
  const words = wordsOf(load);
  const access = new ContainerAccess(environment, application.name);
  const end = Date.now() + processedWithinMs;
  for (;;) {
    const books = await load.writes?.lookUp(access, ledger.startedAt);
    const verdict = compare(ledger, words, books ?? { stored: [] });
    if (verdict.pending.length === 0 || Date.now() > end) return verdict;
    report(`${verdict.pending.length} ${words.many} are still to be processed`);
    await sleep(1000, undefined, { signal: interruption.signal });
  }
}
