import { expect, test } from "vitest";
import { type Books, parseCharges, parseStored } from "../../../../commands/measure/load/books.ts";
import { compare, countPending } from "../../../../commands/measure/load/compare.ts";
import { Ledger } from "../../../../commands/measure/load/ledger.ts";
import { describeVerdict } from "../../../../commands/measure/load/report.ts";

/** A ledger of one acknowledged, one refused, one forbidden and one unanswered order. */
function ledgerOfFour(): Ledger {
  const ledger = new Ledger();
  for (const key of ["good", "refused", "silent"]) ledger.send(key);
  ledger.send("forbidden", true);
  ledger.acknowledge("good", "1");
  ledger.refuse("refused");
  ledger.refuse("forbidden");
  return ledger;
}

function books(changes: Partial<Books> = {}): Books {
  return {
    readAt: Date.now() + 60_000,
    stored: [{ id: "1", key: "good", status: "paid" }],
    charges: [{ orderId: "1", status: "paid", at: Date.now() }],
    ...changes,
  };
}

test("books that hold what was acknowledged, once, are whole", () => {
  const verdict = compare(ledgerOfFour(), books());

  expect(verdict).toMatchObject({ acknowledged: 1, refused: 2, isWhole: true });
  expect(verdict.unknown).toEqual([{ key: "silent", stored: false, charged: false }]);
  expect(describeVerdict(verdict)).toEqual([
    "✓ 1 order was acknowledged, stored once and charged once; 2 were refused and are not stored",
    "  1 order without an answer, so nobody was promised anything: 0 stored and charged, 0 only stored, 1 neither",
  ]);
});

test.each<[string, Partial<Books>, object, string]>([
  [
    "an order is missing",
    { stored: [], charges: [] },
    { missing: ["1"] },
    "1 of 1 acknowledged orders missing in the database: 1",
  ],
  [
    "an order was charged twice",
    { charges: [...books().charges, ...books().charges] },
    { chargedTwice: ["1"] },
    "1 order charged or made twice: 1",
  ],
  [
    "an order was not charged",
    { charges: [] },
    { notCharged: ["1"] },
    "1 acknowledged order not charged as the payment provider says: 1",
  ],
  [
    "an order is paid for the shop and refused for the payment provider",
    { charges: [{ orderId: "1", status: "refused", at: 0 }] },
    { notCharged: ["1"] },
    "1 acknowledged order not charged as the payment provider says: 1",
  ],
  [
    "a charge has no order",
    { charges: [...books().charges, { orderId: "9", status: "paid", at: Date.now() + 30_000 }] },
    { chargedWithoutOrder: ["9"] },
    "1 charge without an order in the database: 9",
  ],
  [
    "a forbidden order is stored",
    { stored: [...books().stored, { id: "2", key: "forbidden", status: "pending" }] },
    { storedThoughRefused: ["forbidden"] },
    "1 order stored though it was refused, or had to be: key forbidden",
  ],
])("fails when %s", (_, changes, breach, words) => {
  const verdict = compare(ledgerOfFour(), books(changes));

  expect(verdict).toMatchObject({ ...breach, isWhole: false });
  expect(describeVerdict(verdict).join("\n")).toContain(words);
});

test("fails when two orders were made of one that was sent twice", () => {
  const ledger = new Ledger();
  ledger.send("key");
  ledger.send("key");
  ledger.acknowledge("key", "1");
  ledger.acknowledge("key", "2");
  const status = "paid";
  const stored = ["1", "2"].map((id) => ({ id, key: "key", status }));
  const charges = ["1", "2"].map((orderId) => ({ orderId, status, at: Date.now() }));

  const verdict = compare(ledger, books({ stored, charges }));

  expect(verdict).toMatchObject({ acknowledged: 1, chargedTwice: ["1", "2"], isWhole: false });
});

test("an order without an answer may be stored and charged, but not twice", () => {
  const ledger = ledgerOfFour();
  const stored = [...books().stored, { id: "2", key: "silent", status: "paid" }];
  const charge = { orderId: "2", status: "paid", at: Date.now() };

  const once = compare(ledger, books({ stored, charges: [...books().charges, charge] }));
  const twice = compare(ledger, books({ stored, charges: [...books().charges, charge, charge] }));

  expect(once.unknown).toEqual([{ key: "silent", stored: true, charged: true }]);
  expect(once.isWhole).toBe(true);
  expect(twice).toMatchObject({ chargedTwice: ["2"], isWhole: false });
});

test("charges of others, of before the load and of this very moment are no breach", () => {
  const others = [
    { orderId: "before", status: "paid", at: Date.now() - 60_000 },
    { orderId: "now", status: "paid", at: Date.now() + 59_500 },
  ];

  expect(compare(ledgerOfFour(), books({ charges: [...books().charges, ...others] })).isWhole).toBe(
    true,
  );
});

test("an accepted order that still waits for its payment is pending", () => {
  const stored = [{ id: "1", key: "good", status: "pending" }];

  expect(countPending(ledgerOfFour(), books({ stored }))).toBe(1);
  expect(countPending(ledgerOfFour(), books())).toBe(0);
});

test("the books are read as the programs write them", () => {
  expect(parseStored("f\nid-1\tkey-1\tpaid\nid-2\tkey-2\tpending\n")).toEqual([
    { id: "id-1", key: "key-1", status: "paid" },
    { id: "id-2", key: "key-2", status: "pending" },
  ]);
  const line = '{"orderId":"1","amountCents":5,"status":"paid","at":"2030-01-01T00:00:00.000Z"}';
  expect(parseCharges(`${line}\n`)).toEqual([
    { orderId: "1", status: "paid", at: Date.parse("2030-01-01") },
  ]);
});
