import { Type } from "@sinclair/typebox";
import { Cart, type CartItem } from "../cart.ts";
import type { Catalogue } from "../catalogue.ts";
import { ProductId, ProductParameter, quantityFrom } from "../orders/line.ts";
import { CartPage } from "../pages/cart.tsx";
import { CheckoutPage } from "../pages/checkout.tsx";
import { sendPage } from "../pages/send-page.tsx";
import { Problem } from "../problem.ts";
import type { Task } from "../task.ts";
import type { Routes } from "../validation.ts";

const ADD = {
  body: Type.Object(
    { product: ProductId, quantity: Type.Optional(quantityFrom(1)) },
    { description: "a form with product and quantity" },
  ),
};

const CHANGE = {
  params: Type.Object({ product: ProductParameter }),
  body: Type.Object({ quantity: quantityFrom(0) }, { description: "a form with quantity" }),
};

/** The cart and the checkout. */
export function cartRoutes(app: Routes, catalogue: Catalogue): void {
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

  app.post("/cart", { schema: ADD }, async (request, reply) => {
    const { product, quantity = 1 } = request.body;
    if ((await catalogue.find(product, request.task)) === undefined) {
      throw new Problem(422, `there is no product ${product}: see /products for those there are`);
    }
    Cart.of(request).add(product, quantity).save(reply);
    return reply.redirect("/cart", 303);
  });

  // a quantity of 0 removes the product
  app.post("/cart/:product", { schema: CHANGE }, async (request, reply) => {
    const { product } = request.params;
    const cart = Cart.of(request);
    if (cart.lines.some((line) => line.product === product)) {
      cart.set(product, request.body.quantity).save(reply);
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
