import type { Log } from "../../../../programs/log.ts";
import type { Order } from "../orders/order.ts";
import type { OrderStore } from "../orders/order-store.ts";
import type { PaymentProvider } from "../payment.ts";
import type { Outbox } from "./outbox.ts";
import { PollingLoop } from "./polling-loop.ts";

const POLL_INTERVAL_MS = 2000;
const TIMEOUT_MS = 20_000;
const BATCH_SIZE = 10;

/**
 * Charges the orders that a removed queue has left in the outbox: they were accepted, so they are
 * charged without it, too. An order that is not in the outbox is never charged.
 */
export class Sweeper {
  private readonly loop: PollingLoop;

  constructor(
    private readonly outbox: Outbox,
    private readonly orders: OrderStore,
    private readonly payment: PaymentProvider,
    private readonly log: Log,
  ) {
    const task = "charge orders left in the outbox";
    this.loop = new PollingLoop(task, POLL_INTERVAL_MS, log, () => this.poll());
  }

  start(): void {
    this.loop.start();
  }

  stop(): void {
    this.loop.stop();
  }

  private async poll(): Promise<boolean> {
    const claimed = await this.outbox.claim(BATCH_SIZE, {
      deadline: performance.now() + TIMEOUT_MS,
    });
    const results = await Promise.all(claimed.map((order) => this.charge(order)));
    return results.includes(true);
  }

  private async charge(order: Order): Promise<boolean> {
    const task = { deadline: performance.now() + TIMEOUT_MS };
    try {
      const status = await this.payment.charge(order);
      await this.orders.settle(order, status, task);
      this.log.write({ message: "charged an order left in the outbox", order: order.id, status });
      return true;
    } catch {
      await this.outbox.postpone(order.id, task);
      return false;
    }
  }
}
