import type { FastifyInstance } from "fastify";
import { Cart, type CartItem } from "../cart.ts";
import type { Catalogue } from "../catalogue.ts";
import { parseProduct, parseQuantity } from "../orders/line.ts";
import { CartPage } from "../pages/cart.tsx";
import { CheckoutPage } from "../pages/checkout.tsx";
import { sendPage } from "../pages/send-page.tsx";
import { Problem } from "../problem.ts";
import type { Task } from "../task.ts";

interface CartForm {
  Body: { product?: unknown; quantity?: unknown } | undefined;
}

/** The cart and the checkout. */
export function cartRoutes(app: FastifyInstance, catalogue: Catalogue): void {
  app.get("/cart", async (request, reply) => {
    const cart = Cart.of(request);
    const items = await itemsOf(cart, catalogue, request.task);
    return sendPage(reply, "Your cart", <CartPage items={items} />);
  });

  app.get("/checkout", async (request, reply) => {
    const cart = Cart.of(request);
    const items = await itemsOf(cart, catalogue, request.task);
    if (items.length === 0) return reply.redirect("/cart", 303);
    return sendPage(reply, "Checkout", <CheckoutPage items={items} idempotencyKey={cart.key} />);
  });

  app.post<CartForm>("/cart", async (request, reply) => {
    const product = parseProduct(fieldNumber(request.body?.product), "in the form");
    const quantity = parseQuantity(fieldNumber(request.body?.quantity ?? "1"), "in the form");
    if ((await catalogue.find(product, request.task)) === undefined) {
      throw new Problem(422, `there is no product ${product}: see /products for those there are`);
    }
    Cart.of(request).add(product, quantity).save(reply);
    return reply.redirect("/cart", 303);
  });

  // a quantity of 0 removes the product
  app.post<CartForm & { Params: { product: string } }>("/cart/:product", async (request, reply) => {
    const product = parseProduct(fieldNumber(request.params.product), "in the path");
    const quantity = parseQuantity(fieldNumber(request.body?.quantity), "in the form", 0);
    const cart = Cart.of(request);
    if (cart.lines.some((line) => line.product === product)) {
      cart.set(product, quantity).save(reply);
    }
    return reply.redirect("/cart", 303);
  });
}

async function itemsOf(cart: Cart, catalogue: Catalogue, task: Task): Promise<CartItem[]> {
  const ids = cart.lines.map(({ product }) => product);
  const products = await catalogue.findAll(ids, task);
  return cart.lines.flatMap(({ product: id, quantity }) => {
    const product = products.get(id);
    return product === undefined ? [] : [{ product, quantity }];
  });
}

/** A form field as a number, if it is a whole number. */
function fieldNumber(value: unknown): unknown {
  return typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
}
