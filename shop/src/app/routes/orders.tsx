import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Cart } from "../cart.ts";
import { wantsJson } from "../negotiation.ts";
import { checkLines, type Line, parseKey, parseLines } from "../orders/line.ts";
import { toJson } from "../orders/order.ts";
import type { OrderStore } from "../orders/order-store.ts";
import { type Payment, placeOrder } from "../orders/place-order.ts";
import { OrderPage } from "../pages/order.tsx";
import { sendPage } from "../pages/send-page.tsx";
import { Problem, quote } from "../problem.ts";
import type { Task } from "../task.ts";

export interface OrderRouteOptions {
  readonly orders: OrderStore;
  readonly payment: Payment;
}

/** Orders: placed from JSON by API clients, and from the cart by browsers. */
export function orderRoutes(app: FastifyInstance, options: OrderRouteOptions): void {
  const { orders } = options;

  app.post("/orders", async (request, reply) => {
    reply.header("cache-control", "no-store");
    const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
    return isForm ? orderCart(request, reply, options) : orderLines(request, reply, options);
  });

  app.get<{ Params: { id: string } }>("/orders/:id", async (request, reply) => {
    const order = await orders.find(request.params.id, request.task);
    if (order === undefined)
      throw new Problem(404, `there is no order ${quote(request.params.id)}`);

    reply.header("cache-control", "no-store");
    if (wantsJson(request)) return toJson(order);
    if (order.isBeingPaid) reply.header("refresh", "2");
    return sendPage(reply, "Your order", <OrderPage order={order} />);
  });
}

async function orderLines(
  request: FastifyRequest,
  reply: FastifyReply,
  options: OrderRouteOptions,
): Promise<FastifyReply> {
  const key = parseKey(request.headers["idempotency-key"]);
  const lines = parseLines(request.body);
  const { task } = request;
  const order = await placeOrder(options, { key, lines, task });
  const code = order.status === "pending" ? 202 : 201;
  return reply.code(code).header("location", `/orders/${order.id}`).send(toJson(order));
}

async function orderCart(
  request: FastifyRequest,
  reply: FastifyReply,
  options: OrderRouteOptions,
): Promise<FastifyReply> {
  const { task } = request;
  const form = request.body as { idempotencyKey?: unknown } | undefined;
  const key = parseKey(form?.idempotencyKey);
  const { lines } = Cart.of(request);
  const order =
    (await orderedBefore(key, lines, task, options.orders)) ??
    (await placeOrder(options, { key, lines, task }));

  Cart.clear(reply);
  return reply.redirect(`/orders/${order.id}`, 303);
}

/** The order of a form that was resubmitted: its cart is empty by then. */
async function orderedBefore(key: string, lines: readonly Line[], task: Task, orders: OrderStore) {
  const before = lines.length === 0 ? await orders.findByKey(key, task) : undefined;
  if (before === undefined) checkLines(lines);
  return before;
}
