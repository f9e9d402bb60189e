import type { Visitor } from "../../constructs/app/load.ts";
import { apiOrder, formOrder, keyIn } from "./orders.ts";
import { filesIn } from "./site.ts";
import { type Action, FILES_DELAY_MS, type OrderAction, type Visit } from "./walk.ts";

/** Performs the visits of a walk, and keeps the state that later ones need. */
export class Shopper {
  private cartCount = 0;
  private key: string | undefined;
  private orderId: string | undefined;

  async visit(visitor: Visitor, { action, files }: Visit): Promise<void> {
    const page = await this.act(visitor, action);
    if (files.length > 0) fetchFiles(visitor, files, page);
  }

  /** @returns the page, if the response is one */
  private act(visitor: Visitor, action: Action): Promise<string | undefined> {
    switch (action.kind) {
      case "catalogue":
      case "product":
        return get(visitor, action.kind, action.path, action.accept);
      case "cart":
        return action.add === undefined
          ? get(visitor, "cart", "/cart")
          : this.addToCart(visitor, action.add);
      case "checkout":
        return this.checkOut(visitor);
      case "order":
      case "order to refuse":
        return this.order(visitor, action.kind, action);
      case "order status":
        return this.lookAtOrder(visitor, action.accept);
    }
  }

  private async addToCart(visitor: Visitor, product: number): Promise<undefined> {
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
    const body = `product=${product}&quantity=1`;
    const request = { path: "/cart", method: "POST", headers, body, expected: 303 } as const;
    if (await visitor.request("cart", request)) this.cartCount += 1;
  }

  private async checkOut(visitor: Visitor): Promise<string | undefined> {
    if (this.cartCount === 0) return skip(visitor, "checkout");
    const page = await get(visitor, "checkout", "/checkout");
    this.key = page && keyIn(page);
    return page;
  }

  private async order(
    visitor: Visitor,
    kind: "order" | "order to refuse",
    { lines, retryAfterMs }: OrderAction,
  ): Promise<undefined> {
    const key = lines ? visitor.newKey() : this.key;
    if (key === undefined) return skip(visitor, kind, retryAfterMs === undefined ? 1 : 2);
    this.orderId = await visitor.write(kind, {
      ...(lines ? apiOrder(key, lines) : formOrder(key)),
      mustBeRefused: kind === "order to refuse",
      againAfterMs: retryAfterMs,
    });
  }

  private async lookAtOrder(visitor: Visitor, accept: string): Promise<string | undefined> {
    if (this.orderId === undefined) return skip(visitor, "order status");
    return get(visitor, "order status", `/orders/${this.orderId}`, accept);
  }
}

async function get(
  visitor: Visitor,
  kind: string,
  path: string,
  accept = "text/html",
): Promise<string | undefined> {
  return (await visitor.request(kind, { path, headers: { accept } }))?.text;
}

/** As a browser does: in parallel, and without delaying the next visit. */
function fetchFiles(visitor: Visitor, names: readonly string[], page = ""): void {
  const { shared } = visitor;
  for (const [name, path] of filesIn(page)) shared.set(name, path);
  for (const name of names) {
    const path = shared.get(name);
    if (path === undefined) visitor.skip("file");
    else visitor.request("file", { path, afterMs: FILES_DELAY_MS });
  }
}

function skip(visitor: Visitor, kind: string, count = 1): undefined {
  visitor.skip(kind, count);
}
