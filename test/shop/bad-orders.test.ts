import { expect, onTestFinished, test } from "vitest";
import { createTestApp } from "./support/app.ts";

const good = { lines: [{ product: 1, quantity: 1 }] };
const headers = {
  accept: "application/json",
  "content-type": "application/json",
  "idempotency-key": "k-1",
};

const cases: [string, number, string, { headers?: object; payload?: unknown }][] = [
  ["text that is not JSON", 400, "the body is not JSON", { payload: '{"lines":' }],
  ["an empty body", 400, "the body is not JSON", { payload: "" }],
  ["a body with a prototype", 400, "the body is not JSON", { payload: '{"__proto__":{}}' }],
  [
    "no body",
    400,
    "the body must be",
    { headers: { accept: headers.accept, "idempotency-key": "k-1" } },
  ],
  ["no lines", 400, "lines is missing", { payload: {} }],
  ["an empty list of lines", 400, "got an empty list", { payload: { lines: [] } }],
  [
    "a product in two lines",
    400,
    "product 1 is in two lines",
    { payload: { lines: [...good.lines, ...good.lines] } },
  ],
  [
    "a quantity of 1e9",
    400,
    "quantity in line 1 must be a whole number from 1 to 99, got 1000000000",
    { payload: { lines: [{ product: 1, quantity: 1e9 }] } },
  ],
  [
    "a quantity beyond all numbers",
    400,
    "quantity in line 1 must be a whole number from 1 to 99, got Infinity",
    { payload: '{"lines":[{"product":1,"quantity":1e999}]}' },
  ],
  [
    "another content type",
    415,
    "the content type must be application/json",
    { headers: { ...headers, "content-type": "text/plain" }, payload: JSON.stringify(good) },
  ],
  [
    "no idempotency key",
    400,
    "the idempotency key is missing",
    { headers: { accept: headers.accept }, payload: good },
  ],
  [
    "an over-long idempotency key",
    400,
    "the idempotency key must be 1 to 128",
    { headers: { ...headers, "idempotency-key": "k".repeat(129) }, payload: good },
  ],
  ["a body of 1 MB", 413, "the body is too large: 64 KiB", { payload: " ".repeat(1024 * 1024) }],
  [
    "a form without a cart",
    400,
    "the idempotency key is missing",
    {
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      payload: "a=b",
    },
  ],
];

test.each(cases)("an order with %s is answered %i: %s", async (_, status, sentence, request) => {
  const { app } = await createTestApp(onTestFinished);

  const response = await app.inject({
    method: "POST",
    url: "/orders",
    headers,
    ...request,
  } as object);

  expect(response.statusCode).toBe(status);
  expect(response.json().error).toContain(sentence);
});

test.each([
  ["/orders/1", 404, 'there is no order "1"'],
  ["/products/abc", 404, 'there is no product "abc"'],
  ["/products/0", 404, "there is no product 0: it must be the number of a product"],
  ["/products/99999999999999999999", 404, "there is no product"],
  ["/products?page=0", 400, "page must be a number from 1 to 9999"],
  ["/products?page=1e3", 400, "page must be a number from 1 to 9999"],
  ["/products?category=Boats", 404, 'there is no category "Boats": it must be one of Mugs, '],
  ["/%ff", 400, "the request cannot be read"],
])("GET %s is answered %i: %s", async (url, status, sentence) => {
  const { app } = await createTestApp(onTestFinished);

  const response = await app.inject({ url, headers: { accept: "application/json" } });

  expect(response.statusCode).toBe(status);
  expect(response.json().error).toContain(sentence);
});
