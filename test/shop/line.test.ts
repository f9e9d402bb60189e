import { describe, expect, test } from "vitest";
import { fingerprint, parseKey, parseLines } from "../../shop/src/app/orders/line.ts";

const oneLine = (line: unknown) => ({ lines: [line] });

describe("parseLines", () => {
  test("reads products and quantities", () => {
    const lines = parseLines({
      lines: [
        { product: 3, quantity: 2 },
        { product: 1, quantity: 99 },
      ],
    });

    expect(lines).toEqual([
      { product: 3, quantity: 2 },
      { product: 1, quantity: 99 },
    ]);
  });

  test.each([0, -1, 1e9, 1.5, 100, "1", null, Number.NaN, [1], {}, undefined])(
    "fails when a quantity is %j",
    (quantity) => {
      expect(() => parseLines(oneLine({ product: 1, quantity }))).toThrow(
        /^quantity in line 1 must be a whole number from 1 to 99, got /,
      );
    },
  );

  test.each([0, -1, 1.5, 2 ** 31, "1", null, undefined])(
    "fails when a product is %j",
    (product) => {
      expect(() => parseLines(oneLine({ product, quantity: 1 }))).toThrow(
        /^product in line 1 must be the number of a product, got /,
      );
    },
  );

  test.each([null, undefined, [], "x", 1, {}, { lines: {} }, { lines: "x" }])(
    "fails when the body is %j, and shows a valid one",
    (body) => {
      expect(() => parseLines(body)).toThrow('the body must be {"lines": [{"product": 1');
    },
  );

  test("fails when there is no line", () => {
    expect(() => parseLines({ lines: [] })).toThrow("the order is empty");
  });

  test("fails when there are too many lines", () => {
    const lines = Array.from({ length: 51 }, (_, index) => ({ product: index + 1, quantity: 1 }));

    expect(() => parseLines({ lines })).toThrow("an order has at most 50 lines, got 51");
  });

  test("fails when a product is in two lines", () => {
    const line = { product: 7, quantity: 1 };

    expect(() => parseLines({ lines: [line, line] })).toThrow("product 7 is in two lines");
  });

  test("quotes only the beginning of a long value", () => {
    const quantity = "9".repeat(10_000);

    expect(() => parseLines(oneLine({ product: 1, quantity }))).toThrow(/^.{1,130}…$/);
  });
});

describe("parseKey", () => {
  test("takes a UUID", () => {
    const key = "2d1f0a34-6f3c-4a55-9a0c-6f0f5f9d2d11";

    expect(parseKey(key)).toBe(key);
  });

  test.each([undefined, "", ["a", "b"]])("fails when the key is %j", (key) => {
    expect(() => parseKey(key)).toThrow("the idempotency key is missing");
  });

  test.each(["a b", "ä", "a\n", "k".repeat(129)])("fails when the key is %j", (key) => {
    expect(() => parseKey(key)).toThrow("must be 1 to 128 visible ASCII characters");
  });
});

describe("fingerprint", () => {
  const lines = [
    { product: 1, quantity: 12 },
    { product: 11, quantity: 2 },
  ];

  test("is the same for lines in another order", () => {
    expect(fingerprint(lines)).toBe(fingerprint([...lines].reverse()));
  });

  test("differs when a quantity or a product does", () => {
    expect(fingerprint(lines)).not.toBe(fingerprint(lines.slice(1)));
    expect(fingerprint([{ product: 1, quantity: 11 }])).not.toBe(
      fingerprint([{ product: 11, quantity: 1 }]),
    );
  });
});
