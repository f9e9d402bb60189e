import { randomUUID } from "node:crypto";
import { Agent, request } from "undici";
import { visitAtRate } from "./rate.ts";

/** An order that the shop acknowledged. */
export interface Acknowledged {
  readonly id: string;
  readonly totalCents: number;
}

/** What the shoppers met. */
export interface Visit {
  readonly requests: number;
  /** Answers of 5xx and connections that broke, each as a sentence. */
  readonly failures: string[];
  readonly orders: Acknowledged[];
  /** How long each of them took to be acknowledged. */
  readonly orderMilliseconds: number[];
  /** The longest time in which no order was acknowledged, in milliseconds. */
  readonly withoutOrdersMilliseconds: number;
  /** The longest wait for an answer, in milliseconds. */
  readonly longestMilliseconds: number;
}

/**
 * Sends requests at a constant rate until `during` is done. One in ten is an order. Nothing is sent twice.
 * @param during is given how many requests were answered and orders acknowledged so far
 */
export async function shopDuring(
  url: string,
  requestsPerSecond: number,
  during: (answered: () => number, acknowledged: () => number) => Promise<unknown>,
): Promise<Visit> {
  const agent = new Agent({ connections: 256, pipelining: 1, headersTimeout: 30_000 });
  const failures: string[] = [];
  const orders: Acknowledged[] = [];
  const acknowledgedAt: number[] = [];
  const orderMilliseconds: number[] = [];
  let longestMilliseconds = 0;

  const visit = async (number: number) => {
    const start = performance.now();
    const what = number % 10 === 0 ? "POST /orders" : `GET /products/${1 + (number % 200)}`;
    try {
      const order =
        number % 10 === 0 ? await placeOrder(url, agent) : await get(url, number, agent);
      if (!order) return;
      orders.push(order);
      acknowledgedAt.push(performance.now());
      orderMilliseconds.push(performance.now() - start);
    } catch (error) {
      failures.push(`${what} after ${Math.round(performance.now() - start)} ms: ${error}`);
    } finally {
      longestMilliseconds = Math.max(longestMilliseconds, performance.now() - start);
    }
  };

  const requests = await visitAtRate(requestsPerSecond, visit, (answered) =>
    during(answered, () => orders.length),
  ).finally(() => agent.close());
  const gaps = acknowledgedAt.slice(1).map((time, index) => time - (acknowledgedAt[index] ?? 0));
  return {
    requests,
    failures,
    orders,
    orderMilliseconds,
    longestMilliseconds: Math.round(longestMilliseconds),
    withoutOrdersMilliseconds: Math.round(Math.max(0, ...gaps)),
  };
}

/** Buys one product, and gives the order that was acknowledged. */
export async function placeOrder(url: string, dispatcher?: Agent): Promise<Acknowledged> {
  const { statusCode, body } = await request(`${url}/orders`, {
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    body: JSON.stringify({ lines: [{ product: 7, quantity: 1 }] }),
    dispatcher,
  });
  const text = await body.text();
  if (statusCode !== 201 && statusCode !== 202)
    throw new Error(`answered ${statusCode}: ${text.slice(0, 200)}`);
  return JSON.parse(text) as Acknowledged;
}

async function get(url: string, number: number, dispatcher: Agent): Promise<undefined> {
  const path = `/products/${1 + (number % 200)}`;
  const { statusCode, body } = await request(`${url}${path}`, {
    headers: { accept: "application/json" },
    dispatcher,
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`answered ${statusCode}: ${text.slice(0, 200)}`);
}
