import { expect, onTestFinished, test } from "vitest";
import type { Line } from "../../shop/src/app/orders/line.ts";
import type { OrderDetails, OrderStatus } from "../../shop/src/app/orders/order.ts";
import { createTestApp } from "./support/app.ts";

const id = "0b2d5bd2-5b0c-4f4e-9c55-9a4c05b0a0a1";
const json = { accept: "application/json", "idempotency-key": "key-1" };
const payload = { lines: [{ product: 7, quantity: 1 }] };

/** An app server with a queue; its only order has this status. */
async function appWithOrder(status: OrderStatus, isBeingPaid = status === "pending") {
  const woken: true[] = [];
  const order = { id, status, totalCents: 7300 };
  const details: OrderDetails = { ...order, isBeingPaid, createdAt: new Date(0), lines: [] };
  const placed: Line[] = [];
  const orders = {
    place: async (_: string, lines: readonly Line[]) => {
      placed.push(...lines);
      return order;
    },
    find: async () => details,
    findByKey: async (key: string) => (key === "1" ? order : undefined),
  };
  const { app } = await createTestApp(onTestFinished, undefined, {
    orders: orders as never,
    payment: { wake: () => void woken.push(true) },
  });
  return { app, woken, placed };
}

test("a pending order is answered with 202 and the order's location", async () => {
  const { app, woken, placed } = await appWithOrder("pending");

  const answer = await app.inject({ method: "POST", url: "/orders", headers: json, payload });

  expect(answer.statusCode).toBe(202);
  expect(answer.headers.location).toBe(`/orders/${id}`);
  expect(answer.json()).toEqual({ id, status: "pending", totalCents: 7300 });
  expect(placed).toEqual(payload.lines);
  expect(woken).toHaveLength(1);
});

test("a retry of a paid order is answered with 201, as without a queue", async () => {
  const { app, woken } = await appWithOrder("paid");

  const answer = await app.inject({ method: "POST", url: "/orders", headers: json, payload });

  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toMatchObject({ status: "paid" });
  expect(woken).toEqual([]);
});

test.each([
  ["the form of an ordered cart leads to its order again", "1", 303, `/orders/${id}`, ""],
  ["the form of an empty cart is refused", "2", 400, undefined, "the cart is empty"],
] as const)("%s", async (_, key, status, location, sentence) => {
  const { app, placed } = await appWithOrder("pending");

  const answer = await app.inject({
    method: "POST",
    url: "/orders",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: `idempotencyKey=${key}`,
  });

  expect([answer.statusCode, answer.headers.location]).toEqual([status, location]);
  expect(answer.body).toContain(sentence);
  expect(placed).toEqual([]);
});

test("an order has only what the API's description names", async () => {
  const { app } = await appWithOrder("paid");

  const answer = await app.inject({ url: `/orders/${id}`, headers: json });

  expect(answer.json()).toEqual({ id, status: "paid", totalCents: 7300 });
});

test.each([
  ["pending", true, "Being paid", "2"],
  ["pending", false, "Payment pending", undefined],
  ["paid", false, "Paid", undefined],
  ["refused", false, "Payment refused", undefined],
] as const)(
  "the page of a %s order (being paid: %s) says %s",
  async (status, paid, label, refresh) => {
    const { app } = await appWithOrder(status, paid);

    const page = await app.inject({ url: `/orders/${id}`, headers: { accept: "text/html" } });

    expect(page.body).toContain(`<span class="status">${label}</span>`);
    expect(page.headers.refresh).toBe(refresh);
  },
);
