import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "vitest";
import { site } from "../../../shop/load/site.ts";

/** A shop that answers as the real one does, as far as shoppers see, and keeps nothing but keys. */
export async function openShop(
  onTestFinished: TestContext["onTestFinished"],
  before: (path: string) => Promise<number | undefined>,
) {
  const orders = new Map<string, string>();
  const paths: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://shop");
    paths.push(`${request.method} ${pathname}`);
    const body = await read(request);
    const status = await before(pathname);
    if (status) response.writeHead(status).end();
    else answer(request, response, pathname, body, orders);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  onTestFinished(close);
  return { url: `http://127.0.0.1:${port}`, orders, paths, close };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: string,
  orders: Map<string, string>,
): void {
  const key = crypto.randomUUID();
  if (request.method === "GET") {
    const field = `<input type="hidden" name="idempotencyKey" value="${key}">`;
    response.end(path.startsWith("/static/") ? "<svg/>" : page + field);
  } else if (path === "/cart") {
    response.writeHead(303, { location: "/cart", "set-cookie": "cart=full; Path=/" }).end();
  } else if (request.headers["content-type"] === "application/json") {
    const [line] = (JSON.parse(body) as { lines: { product: number; quantity: number }[] }).lines;
    const isWrong = !line || line.quantity > 99 || line.product > site.products;
    const id = isWrong ? undefined : place(`${request.headers["idempotency-key"]}`, orders);
    response.writeHead(id ? 201 : 422, { location: `/orders/${id}` }).end("{}");
  } else {
    const isFull = request.headers.cookie === "cart=full";
    const id = place(`${new URLSearchParams(body).get("idempotencyKey")}`, orders);
    response.writeHead(isFull ? 303 : 400, { location: `/orders/${id}` }).end();
  }
}

function place(key: string, orders: Map<string, string>): string {
  const id = orders.get(key) ?? crypto.randomUUID();
  orders.set(key, id);
  return id;
}

const pictures = Array.from({ length: site.products }, (_, i) => `products/${i + 1}.01234567.svg`);
const page = ["style.01234567.css", "favicon.01234567.svg", ...pictures]
  .map((file) => `<img src="/static/${file}">`)
  .join("");
