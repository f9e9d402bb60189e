import type { OrderDetails, OrderStatus } from "../orders/order.ts";
import { LineList, Total } from "./line-list.tsx";

const texts: Record<OrderStatus | "being paid", { title: string; text: string; label: string }> = {
  paid: {
    title: "Thank you for your order",
    text: "The payment went through, and your things are being packed.",
    label: "Paid",
  },
  refused: {
    title: "The payment was refused",
    text: "Nothing was charged. To try again, put the things in your cart again.",
    label: "Payment refused",
  },
  "being paid": {
    title: "Thank you for your order",
    text: "Your payment is being processed. This page shows the result as soon as it is known.",
    label: "Being paid",
  },
  pending: {
    title: "Your order is waiting for its payment",
    text: "The payment provider has not answered yet. The order is kept until it does.",
    label: "Payment pending",
  },
};

export function OrderPage({ order }: { order: OrderDetails }) {
  const { title, text, label } = texts[order.isBeingPaid ? "being paid" : order.status];
  return (
    <section class="narrow">
      <div class={`banner ${order.status}`}>
        <span class="status">{label}</span>
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
      <div class="panel">
        <dl class="details">
          <dt>Order</dt>
          <dd>
            <code>{order.id}</code>
          </dd>
          <dt>Placed</dt>
          <dd>
            <time dateTime={order.createdAt.toISOString()}>
              {order.createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC
            </time>
          </dd>
        </dl>
        <LineList lines={order.lines} />
        <Total cents={order.totalCents} />
      </div>
      <p class="actions">
        <a class="button" href="/products">
          Continue shopping
        </a>
      </p>
    </section>
  );
}
