import { type Answer, Failure, type Question } from "./client.ts";
import type { Ledger } from "./ledger.ts";
import type { OrderAction } from "./walk.ts";

/** An order on its way: by a program as JSON, by a browser as the form of its checkout. */
export interface Order {
  readonly key: string;
  readonly question: Question;
  readonly mustBeRefused: boolean;
}

export function orderOfProgram(
  key: string,
  lines: OrderAction["lines"],
  mustBeRefused: boolean,
): Order {
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "idempotency-key": key,
  };
  const body = JSON.stringify({ lines });
  return { key, mustBeRefused, question: { path: "/orders", method: "POST", headers, body } };
}

export function orderOfBrowser(key: string, cookies: Readonly<Record<string, string>>): Order {
  const headers = {
    accept: "text/html",
    "content-type": "application/x-www-form-urlencoded",
    ...cookies,
  };
  const body = new URLSearchParams({ idempotencyKey: key }).toString();
  const question = { path: "/orders", method: "POST", headers, body } as const;
  return { key, mustBeRefused: false, question };
}

/** The idempotency key in the page of a checkout. */
export function keyIn(page: string): string | undefined {
  return page.match(/name="idempotencyKey" value="([^"]+)"/)?.[1];
}

/**
 * Writes an answer into the ledger and gives the order's id. Throws `Failure` where it is not the
 * answer that the order must get.
 */
export function enter(ledger: Ledger, order: Order, answer: Answer): string | undefined {
  const { status } = answer;
  const id = idIn(answer);
  if (order.mustBeRefused) {
    if (status === 400 || status === 422) return ledger.refuse(order.key);
    throw new Failure(id ? "an order was taken that must be refused" : `answered ${status}`);
  }
  if (id) ledger.acknowledge(order.key, id);
  else if (status >= 400 && status < 500) ledger.refuse(order.key);
  if (!id) throw new Failure(`answered ${status}`);
  return id;
}

function idIn({ status, headers }: Answer): string | undefined {
  const isTaken = status === 201 || status === 202 || status === 303;
  return isTaken ? `${headers.location}`.match(/\/orders\/([0-9a-f-]{36})$/)?.[1] : undefined;
}
