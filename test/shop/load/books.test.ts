import { expect, test } from "vitest";
import { type Charge, compareBooks, lookUp, parseCharges } from "../../../shop/load/books.ts";

const paid = { id: "1", key: "key", status: "paid" };
const during = { from: 1000, to: 2000 };

function charge(change: Partial<Charge> = {}): Charge {
  return { orderId: "1", status: "paid", at: 1500, ...change };
}

test("an order that was charged once, with that result, is as promised", () => {
  expect(compareBooks([paid], [charge()], during)).toEqual({
    stored: [{ id: "1", key: "key", isPending: false, times: 1, found: "stored and charged" }],
    strays: [],
  });
});

const wrong = "not charged as the payment provider says";

test.each<[string, string, Charge[], object]>([
  ["charged twice", "paid", [charge(), charge()], { times: 2 }],
  ["not charged", "paid", [], { times: 0, found: "only stored", wrong }],
  ["refused by the payment provider", "paid", [charge({ status: "refused" })], { wrong }],
  ["pending", "pending", [], { isPending: true, found: "only stored" }],
])("an order that is %s is reported as such", (_, status, charges, found) => {
  const { stored } = compareBooks([{ ...paid, status }], charges, during);

  expect(stored).toEqual([expect.objectContaining(found)]);
});

test("a charge without an order is a stray, but not one of before the load or of this very moment", () => {
  const charges = [500, 1500, 2500].map((at) => charge({ orderId: `at ${at}`, at }));

  expect(compareBooks([], charges, during).strays).toEqual([
    { id: "at 1500", wrong: "charged and not in the database" },
  ]);
});

test("the books are read as the programs write them", async () => {
  const line = '{"orderId":"1","amountCents":5,"status":"paid","at":"2030-01-01T00:00:00.000Z"}';

  const { stored } = await lookUp(
    { query: async () => [["1", "key", "paid"]], run: async () => `${line}\n` },
    0,
  );

  expect(stored).toEqual([expect.objectContaining({ id: "1", key: "key", times: 1 })]);
  expect(parseCharges(`${line}\n`)).toEqual([
    { orderId: "1", status: "paid", at: Date.parse("2030-01-01") },
  ]);
});
