import { setTimeout as sleep } from "node:timers/promises";
import { metrics } from "../observing/metrics.ts";
import { headersOf } from "../observing/origin.ts";
import { observeOutgoing } from "../observing/outgoing.ts";
import type { Order } from "./orders/order.ts";
import { Problem } from "./problem.ts";
import type { Task } from "./task.ts";

const RETRY_PAUSE_MS = 250;

/** Client of the payment provider. */
export class PaymentProvider {
  /** @param timeoutMs a provider that restarts within this time fails no order */
  constructor(
    private readonly url: string,
    private readonly timeoutMs = 9000,
  ) {}

  /**
   * Charges an order; idempotent: the provider stores the result by the order's id. Retries until
   * the time-out. Throws a 503 if the provider does not answer. It may have charged the order even
   * so: the next call returns that result.
   */
  async charge(
    order: Order,
    task: Pick<Task, "requestId" | "span"> = {},
  ): Promise<"paid" | "refused"> {
    let outcome: "paid" | "refused" | "no-answer" = "no-answer";
    try {
      outcome = await this.chargeWithRetries(order, task);
      return outcome;
    } finally {
      metrics()?.charges.inc({ outcome });
    }
  }

  private async chargeWithRetries(
    order: Order,
    { requestId, span: parent }: Pick<Task, "requestId" | "span">,
  ): Promise<"paid" | "refused"> {
    const call = { parent, peer: "payment-provider", name: () => "POST /charges" } as const;
    const signal = AbortSignal.timeout(this.timeoutMs);
    for (;;) {
      try {
        return await observeOutgoing(call, (span) =>
          this.request(order, headersOf({ requestId, traceparent: span?.traceparent }), signal),
        );
      } catch {
        await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => {
          throw paymentUnavailable();
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
      // a new connection for each attempt resolves the name again, also after a failover
      headers: { ...headers, "content-type": "application/json", connection: "close" },
      body: JSON.stringify({ orderId: order.id, amountCents: order.totalCents }),
      signal,
    });
    const body = (await response.json()) as { status?: unknown };
    if (!response.ok || (body.status !== "paid" && body.status !== "refused")) {
      throw new Error(`the payment provider answered ${response.status} without a result`);
    }
    return body.status;
  }
}

function paymentUnavailable(): Problem {
  return new Problem(
    503,
    "the payment provider does not answer: the order is kept, send it again with the same idempotency key in a minute to continue with the payment",
    { "retry-after": "30" },
  );
}
