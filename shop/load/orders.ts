import type { Answer, Write } from "../../constructs/app/load.ts";
import type { OrderAction } from "./walk.ts";

/** An order as a program sends it. */
export function orderOfProgram(key: string, lines: OrderAction["lines"]): Write {
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "idempotency-key": key,
  };
  return { key, path: "/orders", method: "POST", headers, body: JSON.stringify({ lines }), idIn };
}

/** An order as a browser sends it: the form of the checkout, with the cart in its cookie. */
export function orderOfBrowser(key: string): Write {
  const headers = { accept: "text/html", "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams({ idempotencyKey: key }).toString();
  return { key, path: "/orders", method: "POST", headers, body, idIn };
}

/** The idempotency key in the page of a checkout. */
export function keyIn(page: string): string | undefined {
  return page.match(/name="idempotencyKey" value="([^"]+)"/)?.[1];
}

function idIn({ status, headers }: Answer): string | undefined {
  const isTaken = status === 201 || status === 202 || status === 303;
  return isTaken ? `${headers.location}`.match(/\/orders\/([0-9a-f-]{36})$/)?.[1] : undefined;
}
