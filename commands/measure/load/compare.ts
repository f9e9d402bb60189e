import type { Books, Stored } from "../../../constructs/app/load.ts";
import type { Ledger } from "./ledger.ts";
import type { Words } from "./words.ts";

/** The clients' ledger of writes, compared with the application's books. */
export interface Verdict {
  /** The nouns for writes. */
  readonly words: Words;
  /** Number of writes that were acknowledged to clients. */
  readonly acknowledged: number;
  /** Ids of writes that were acknowledged and are not stored. */
  readonly lost: readonly string[];
  /** Ids of writes that were executed more than once. */
  readonly doubled: readonly string[];
  /** Writes that break the promise in another way. */
  readonly wrong: readonly Wrong[];
  /** Ids of acknowledged writes that are still to be processed. */
  readonly pending: readonly string[];
  /** Writes without a response: each may be executed or not. */
  readonly unknown: readonly Unknown[];
  /** Number of writes that had to be refused, or were. */
  readonly refused: number;
  /** Whether no promise was broken: nothing is lost, doubled, wrong or pending. */
  readonly isWhole: boolean;
}

/** A write that breaks the promise. */
export interface Wrong {
  readonly id: string;
  /** A predicate of the write: `not charged as the payment provider says`. */
  readonly wrong: string;
}

/** A write without a response. */
export interface Unknown {
  readonly key: string;
  /** Its state in the books: `stored and charged`, `not stored`. */
  readonly found: string;
}

/** Compares the clients' ledger with the books. */
export function compare(ledger: Ledger, words: Words, { stored, strays = [] }: Books): Verdict {
  const { acknowledged, unanswered, refused } = ledger;
  const byKey = new Map(stored.map((write) => [write.key, write]));
  const byId = new Map(stored.map((write) => [idOf(write), write]));
  const ids = acknowledged.flatMap((write) => write.ids);
  const kept = ids.flatMap((id) => byId.get(id) ?? []);

  const breaches = {
    lost: ids.filter((id) => !byId.has(id)),
    doubled: doubledIds(ledger, stored),
    wrong: [
      ...kept.flatMap((write) => (write.wrong ? { id: idOf(write), wrong: write.wrong } : [])),
      ...strays,
      ...refused
        .filter((key) => byKey.has(key))
        .map((key) => ({ id: `key ${key}`, wrong: "stored though it was refused, or had to be" })),
    ],
    pending: kept.filter(({ isPending }) => isPending).map(idOf),
  };
  return {
    words,
    acknowledged: acknowledged.length,
    ...breaches,
    unknown: unanswered.map((key) => ({ key, found: describe(byKey.get(key)) })),
    refused: refused.length,
    isWhole: Object.values(breaches).every(({ length }) => length === 0),
  };
}

function doubledIds({ acknowledged, unanswered }: Ledger, stored: readonly Stored[]): string[] {
  const sent = new Set([...acknowledged.map(({ key }) => key), ...unanswered]);
  const counts = new Map<string, number>();
  for (const { key } of stored) counts.set(key, (counts.get(key) ?? 0) + 1);
  const isDoubled = ({ key, times = 1 }: Stored) => times > 1 || (counts.get(key) ?? 0) > 1;
  const several = acknowledged.filter(({ ids }) => ids.length > 1).flatMap(({ ids }) => ids);
  const found = stored.filter((write) => sent.has(write.key) && isDoubled(write)).map(idOf);
  return [...new Set([...several, ...found])];
}

function idOf({ key, id = key }: Stored): string {
  return id;
}

function describe(write: Stored | undefined): string {
  return write ? (write.found ?? "stored") : "not stored";
}
