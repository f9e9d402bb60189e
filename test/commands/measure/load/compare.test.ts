import { expect, test } from "vitest";
import { compare } from "../../../../commands/measure/load/compare.ts";
import { Ledger } from "../../../../commands/measure/load/ledger.ts";
import { describeVerdict } from "../../../../commands/measure/load/report.ts";
import { wordsOf } from "../../../../commands/measure/load/words.ts";
import type { Books, Stored } from "../../../../constructs/app/load.ts";
import { notesLoad } from "./notes.ts";

const words = wordsOf(notesLoad());

/** A ledger of one acknowledged, one refused, one forbidden and one unanswered write. */
function ledgerOfFour(): Ledger {
  const ledger = new Ledger();
  for (const key of ["good", "refused", "silent"]) ledger.send(key);
  ledger.send("forbidden", true);
  ledger.acknowledge("good", "1");
  ledger.refuse("refused");
  ledger.refuse("forbidden");
  return ledger;
}

const good: Stored = { key: "good", id: "1" };

function judgeFour(books: Books) {
  return compare(ledgerOfFour(), words, books);
}

test("books that hold what was acknowledged, once, are whole", () => {
  const verdict = judgeFour({ stored: [good] });

  expect(verdict).toMatchObject({ acknowledged: 1, refused: 2, isWhole: true });
  expect(verdict.unknown).toEqual([{ key: "silent", found: "not stored" }]);
  expect(describeVerdict(verdict)).toEqual([
    "✓ 1 note was acknowledged, stored once; 2 were refused and are not stored",
    "  1 note without a response, so each may be executed or not: 1 not stored",
  ]);
});

test.each<[string, Books, object, string]>([
  ["is lost", { stored: [] }, { lost: ["1"] }, "1 of 1 acknowledged notes lost: 1"],
  [
    "is stored twice",
    { stored: [good, { ...good, id: "2" }] },
    { doubled: ["1", "2"] },
    "2 notes executed more than once: 1, 2",
  ],
  [
    "was processed twice",
    { stored: [{ ...good, times: 2 }] },
    { doubled: ["1"] },
    "1 note executed more than once: 1",
  ],
  [
    "is stored otherwise",
    { stored: [{ ...good, wrong: "cut off" }] },
    { wrong: [{ id: "1", wrong: "cut off" }] },
    "1 note cut off: 1",
  ],
  [
    "waits",
    { stored: [{ ...good, isPending: true }] },
    { pending: ["1"] },
    "1 note still to be processed: 1",
  ],
  [
    "was done without being stored",
    { stored: [good], strays: [{ id: "9", wrong: "mailed and not stored" }] },
    { wrong: [{ id: "9", wrong: "mailed and not stored" }] },
    "1 note mailed and not stored: 9",
  ],
  [
    "is stored and had to be refused",
    { stored: [good, { key: "forbidden" }] },
    { wrong: [{ id: "key forbidden" }] },
    "1 note stored though it was refused, or had to be: key forbidden",
  ],
])("fails when a note %s", (_, books, breach, sentence) => {
  const verdict = judgeFour(books);

  expect(verdict).toMatchObject({ ...breach, isWhole: false });
  expect(describeVerdict(verdict).join("\n")).toContain(sentence);
});

test("fails when two writes were made of one that was sent twice", () => {
  const ledger = new Ledger();
  ledger.send("key");
  ledger.send("key");
  ledger.acknowledge("key", "1");
  ledger.acknowledge("key", "2");
  const stored = ["1", "2"].map((id) => ({ key: "key", id }));

  expect(compare(ledger, words, { stored })).toMatchObject({
    acknowledged: 1,
    doubled: ["1", "2"],
    isWhole: false,
  });
});

test("a write without a response may be stored, but not twice", () => {
  const silent: Stored = { key: "silent", found: "stored and mailed" };

  const once = judgeFour({ stored: [good, silent] });
  const twice = judgeFour({ stored: [good, silent, silent] });

  expect(once.unknown).toEqual([{ key: "silent", found: "stored and mailed" }]);
  expect(once.isWhole).toBe(true);
  expect(twice).toMatchObject({ doubled: ["silent"], isWhole: false });
});

test("what others have written is no breach", () => {
  const others: Stored[] = [{ key: "other", times: 2, wrong: "odd", isPending: true }];

  expect(judgeFour({ stored: [good, ...others] }).isWhole).toBe(true);
});
