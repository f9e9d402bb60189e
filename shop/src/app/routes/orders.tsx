import { Type } from "@sinclair/typebox";
import { Cart } from "../cart.ts";
import { wantsJson } from "../negotiation.ts";
import { checkProducts, IdempotencyKey, type Line, OrderRequest } from "../orders/line.ts";
import { Order, OrderId } from "../orders/order.ts";
import type { OrderStore } from "../orders/order-store.ts";
import { type Payment, placeOrder } from "../orders/place-order.ts";
import { OrderPage } from "../pages/order.tsx";
import { sendPage } from "../pages/send-page.tsx";
import { Problem, quote } from "../problem.ts";
import type { Task } from "../task.ts";
import type { Routes } from "../validation.ts";

export interface OrderRouteOptions {
  readonly orders: OrderStore;
  readonly payment: Payment;
}

const PLACE = {
  summary: "Place an order",
  tags: ["orders"],
  headers: Type.Object({ "idempotency-key": IdempotencyKey }),
  body: OrderRequest,
  response: {
    201: Type.Object(Order.properties, { description: "the order, paid or refused" }),
    202: Type.Object(Order.properties, { description: "the order, whose payment is pending" }),
  },
};

const PLACE_CART = {
  body: Type.Object({ idempotencyKey: IdempotencyKey }, { description: "the form of the cart" }),
};

const FIND = {
  summary: "Look at an order",
  tags: ["orders"],
  params: Type.Object({ id: OrderId }),
  response: {
    200: Type.Object(Order.properties, { description: "the order" }),
  },
};

/** Orders: placed from JSON by API clients, and from the cart by browsers. */
export function orderRoutes(app: Routes, options: OrderRouteOptions): void {
  const { orders } = options;

  app.post("/orders", { schema: PLACE }, async (request, reply) => {
    const { body, headers, task } = request;
    const { lines } = body;
    checkProducts(lines);
    const key = headers["idempotency-key"];
    const order = await placeOrder(options, { key, lines, task });
    reply.headers({ "cache-control": "no-store", location: `/orders/${order.id}` });
    return reply.code(order.status === "pending" ? 202 : 201).send(order);
  });

  app.post(
    "/orders",
    { schema: PLACE_CART, constraints: { form: true } },
    async (request, reply) => {
      const { task } = request;
      const key = request.body.idempotencyKey;
      const { lines } = Cart.of(request);
      const order =
        (await orderedBefore(key, lines, task, orders)) ??
        (await placeOrder(options, { key, lines, task }));

      Cart.clear(reply);
      return reply.header("cache-control", "no-store").redirect(`/orders/${order.id}`, 303);
    },
  );

  app.get("/orders/:id", { schema: FIND }, async (request, reply) => {
    const order = await orders.find(request.params.id, request.task);
    if (order === undefined)
      throw new Problem(404, `there is no order ${quote(request.params.id)}`);

    reply.header("cache-control", "no-store");
    if (wantsJson(request)) return order;
    if (order.isBeingPaid) reply.header("refresh", "2");
    return sendPage(reply, "Your order", <OrderPage order={order} />);
  });
}

/** The order of a form that was resubmitted: its cart is empty by then. */
async function orderedBefore(key: string, lines: readonly Line[], task: Task, orders: OrderStore) {
  if (lines.length > 0) return undefined;
  const before = await orders.findByKey(key, task);
  if (before === undefined)
    throw new Problem(400, "the cart is empty: put at least one product in");
  return before;
}
