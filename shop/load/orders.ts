import type { Answer, Write } from "../../constructs/app/load.ts";
import type { OrderAction } from "./walk.ts";

/** An order that an API client sends. */
export function apiOrder(key: string, lines: OrderAction["lines"]): Write {
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "idempotency-key": key,
  };
  return { key, path: "/orders", method: "POST", headers, body: JSON.stringify({ lines }), idIn };
}

/** An order that a browser sends: the form of the checkout, with the cart in its cookie. */
export function formOrder(key: string): Write {
  const headers = { accept: "text/html", "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams({ idempotencyKey: key }).toString();
  return { key, path: "/orders", method: "POST", headers, body, idIn };
}

/** The idempotency key in the page of a checkout. */
export function keyIn(page: string): string | undefined {
  return page.match(/name="idempotencyKey" value="([^"]+)"/)?.[1];
}

function idIn({ status, headers }: Answer): string | undefined {
  const isAccepted = status === 201 || status === 202 || status === 303;
  return isAccepted ? `${headers.location}`.match(/\/orders\/([0-9a-f-]{36})$/)?.[1] : undefined;
}
