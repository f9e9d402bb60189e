import { randomUUID } from "node:crypto";
import { interruption } from "../../lib/interrupt.ts";
import { UserError } from "../../lib/user-error.ts";

const limitMs = 30_000;

/** One visit in ten ends with an order, the others see a page, a file that it names, or the cart. */
export async function visitShop(url: string, requests: number): Promise<void> {
  const page = await visit(`${url}/products/7`);
  const files = page.match(/\/static\/[\w./-]+\.(css|svg)/g) ?? [];
  const paths = ["/", ...new Set(files), "/products/7", "/cart"];
  const atOnce = 4;
  for (let first = 0; first < requests; first += atOnce) {
    const visits = Array.from({ length: Math.min(atOnce, requests - first) }, async (_, i) => {
      const number = first + i;
      if (number % 10 === 0) return await placeOrder(url);
      await visit(`${url}${paths[number % paths.length]}`);
    });
    await Promise.all(visits);
  }
}

/** Visits as `visitShop` does, eight at once, for a time. Gives how many visits that were. */
export async function visitFor(url: string, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let visits = 0;
  const customer = async () => {
    while (performance.now() < end) {
      interruption.signal.throwIfAborted();
      const number = visits++;
      if (number % 10 === 0) await placeOrder(url);
      else await visit(`${url}/products/${1 + (number % 200)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, customer));
  return visits;
}

/** Buys something; throws if the shop does not take the order. */
export async function placeOrder(url: string): Promise<void> {
  const body = JSON.stringify({ lines: [{ product: 7, quantity: 1 }] });
  const headers = {
    accept: "application/json",
    "content-type": "application/json",
    "idempotency-key": randomUUID(),
  };
  const answer = await ask(`${url}/orders`, { method: "POST", headers, body });
  const { id } = JSON.parse(await answer.text()) as { id?: string };
  if (!id) throw new UserError(`the shop at ${url} took an order, but gave it no id`);
}

async function visit(url: string): Promise<string> {
  return await (await ask(url, { headers: { accept: "text/html" } })).text();
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(limitMs) });
    if (answer.ok) return answer;
    throw new Error(`it answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? `${message}, ${cause.message}` : message;
    throw new UserError(
      `the shop does not answer ${options.method ?? "GET"} ${url} (${why}): deploy the stage with npm run deploy and look at its logs`,
    );
  }
}
