import { describe, expect, test } from "vitest";
import {
  checkProducts,
  fingerprint,
  IdempotencyKey,
  OrderRequest,
} from "../../shop/src/app/orders/line.ts";
import { compileSchema } from "../../shop/src/app/validation.ts";

const order = compileSchema({ schema: OrderRequest, httpPart: "body" });
const key = compileSchema({ schema: IdempotencyKey, httpPart: "headers" });

const oneLine = (line: unknown) => ({ lines: [line] });
const refusal = (sentence: unknown) => ({
  error: expect.objectContaining({ status: 400, message: sentence }),
});

describe("the schema of an order", () => {
  test("allows products and quantities", () => {
    const lines = [
      { product: 3, quantity: 2 },
      { product: 1, quantity: 99 },
    ];

    expect(order({ lines })).toBe(true);
  });

  test.each([
    [0, "0"],
    [-1, "-1"],
    [1e9, "1000000000"],
    [1.5, "1.5"],
    [100, "100"],
    ["1", '"1"'],
    [null, "null"],
    [Number.NaN, "NaN"],
    [[1], "a list of 1"],
    [{}, "an object"],
  ])("fails when a quantity is %j", (quantity, got) => {
    expect(order(oneLine({ product: 1, quantity }))).toEqual(
      refusal(`quantity in line 1 must be a whole number from 1 to 99, got ${got}`),
    );
  });

  test.each([
    [0, "0"],
    [-1, "-1"],
    [1.5, "1.5"],
    [2 ** 31, "2147483648"],
    ["1", '"1"'],
    [null, "null"],
  ])("fails when a product is %j", (product, got) => {
    expect(order(oneLine({ product, quantity: 1 }))).toEqual(
      refusal(`product in line 1 must be the number of a product, got ${got}`),
    );
  });

  test.each([
    [
      "product",
      { quantity: 1 },
      "product in line 2 is missing: it must be the number of a product",
    ],
    ["quantity", { product: 1 }, "quantity in line 2 is missing: it must be a whole number from"],
  ])("fails when a %s is missing, and names its line", (_, line, sentence) => {
    expect(order({ lines: [{ product: 2, quantity: 1 }, line] })).toEqual(
      refusal(expect.stringContaining(sentence)),
    );
  });

  test.each([
    [null, "the body must be {"],
    [[], "the body must be {"],
    ["x", "the body must be {"],
    [1, "the body must be {"],
    [{}, "lines is missing: it must be a list of 1 to 50 lines such as {"],
    [{ lines: {} }, "lines must be a list of 1 to 50 lines such as {"],
    [{ lines: "x" }, "lines must be a list of 1 to 50 lines such as {"],
    [oneLine(7), "line 1 must be {"],
  ])("fails when the body is %j, and shows a valid one", (body, sentence) => {
    const shown = '"product": 1, "quantity": 1}';

    expect(order(body)).toEqual(refusal(expect.stringContaining(sentence)));
    expect(order(body)).toEqual(refusal(expect.stringContaining(shown)));
  });

  test("fails when there is no line", () => {
    expect(order({ lines: [] })).toEqual(refusal(expect.stringMatching(/, got an empty list$/)));
  });

  test("fails when there are too many lines", () => {
    const lines = Array.from({ length: 51 }, (_, index) => ({ product: index + 1, quantity: 1 }));

    expect(order({ lines })).toEqual(refusal(expect.stringMatching(/ 1 to 50 .* a list of 51$/)));
  });

  test("quotes only the beginning of a long value, and its length", () => {
    const quantity = "9".repeat(10_000);

    expect(order(oneLine({ product: 1, quantity }))).toEqual(
      refusal(expect.stringMatching(/^.{1,130}…" \(10000 characters\)$/)),
    );
  });
});

describe("the idempotency key's schema", () => {
  test("allows a UUID, and as many characters as there may be", () => {
    expect(key("2d1f0a34-6f3c-4a55-9a0c-6f0f5f9d2d11")).toBe(true);
    expect(key("k".repeat(128))).toBe(true);
  });

  test.each([["a", "b"], "", "a b", "ä", "a\n", "k".repeat(129)])(
    "fails when the key is %j",
    (value) => {
      expect(key(value)).toEqual(
        refusal(expect.stringMatching(/^the idempotency key must be 1 to 128 visible ASCII/)),
      );
    },
  );
});

describe("checkProducts", () => {
  test("fails when a product is in two lines", () => {
    const line = { product: 7, quantity: 1 };

    expect(() => checkProducts([line, line])).toThrow("product 7 is in two lines");
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
