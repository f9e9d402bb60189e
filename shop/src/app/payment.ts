import { setTimeout as sleep } from "node:timers/promises";
import { metrics } from "../observing/metrics.ts";
import { headersOf } from "../observing/origin.ts";
import { outgoing } from "../observing/outgoing.ts";
import type { Order } from "./orders/order.ts";
import { Problem } from "./problem.ts";
import type { Task } from "./task.ts";

const pauseMilliseconds = 250;

/** The client of the payment provider. */
export class PaymentProvider {
  /** @param patienceMilliseconds a provider that restarts within this time fails no order */
  constructor(
    private readonly url: string,
    private readonly patienceMilliseconds = 4200,
  ) {}

  /**
   * Charges an order, once however often it is called: the provider keeps the
   * result by order id. Tries again until its patience ends. Throws a 503 when no
   * answer came; the charge may have been made then, and the next call finds it.
   */
  async charge(
    order: Order,
    task: Pick<Task, "requestId" | "step"> = {},
  ): Promise<"paid" | "refused"> {
    let outcome: "paid" | "refused" | "no-answer" = "no-answer";
    try {
      outcome = await this.keepAsking(order, task);
      return outcome;
    } finally {
      metrics()?.charges.inc({ outcome });
    }
  }

  private async keepAsking(
    order: Order,
    { requestId, step: within }: Pick<Task, "requestId" | "step">,
  ): Promise<"paid" | "refused"> {
    const asked = { within, peer: "payment-provider", name: () => "POST /charges" } as const;
    const signal = AbortSignal.timeout(this.patienceMilliseconds);
    for (;;) {
      try {
        return await outgoing(asked, (step) =>
          this.request(order, headersOf({ requestId, traceparent: step?.traceparent }), signal),
        );
      } catch {
        await sleep(pauseMilliseconds, undefined, { signal }).catch(() => {
          throw paymentAway();
        });
      }
    }
  }

  private async request(
    order: Order,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<"paid" | "refused"> {
    const response = await fetch(new URL("/charges", this.url), {
      method: "POST",
      // a new connection each time finds a provider that has moved
      headers: { ...headers, "content-type": "application/json", connection: "close" },
      body: JSON.stringify({ orderId: order.id, amountCents: order.totalCents }),
      signal,
    });
    const body = (await response.json()) as { status?: unknown };
    if (!response.ok || (body.status !== "paid" && body.status !== "refused")) {
      throw new Error(`payment provider answered ${response.status} without a result`);
    }
    return body.status;
  }
}

function paymentAway(): Problem {
  return new Problem(
    503,
    "the payment provider does not answer: the order is kept, send it again with the same idempotency key in a minute to go on with the payment",
    { "retry-after": "30" },
  );
}
