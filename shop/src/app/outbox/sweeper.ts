import type { Log } from "../logging.ts";
import type { Order } from "../orders/order.ts";
import type { OrderStore } from "../orders/order-store.ts";
import type { PaymentProvider } from "../payment.ts";
import type { Outbox } from "./outbox.ts";
import { Rounds } from "./rounds.ts";

const pauseMilliseconds = 2000;
const deadlineMilliseconds = 20_000;
const mostAtOnce = 10;

/**
 * Charges what a queue has left behind: where the shop has none any more, orders that were accepted
 * are charged all the same. Orders that were never put into the outbox are not.
 */
export class Sweeper {
  private readonly rounds: Rounds;

  constructor(
    private readonly outbox: Outbox,
    private readonly orders: OrderStore,
    private readonly payment: PaymentProvider,
    private readonly log: Log,
  ) {
    const what = "charge what a queue has left behind";
    this.rounds = new Rounds(what, pauseMilliseconds, log, () => this.round());
  }

  start(): void {
    this.rounds.start();
  }

  stop(): void {
    this.rounds.stop();
  }

  private async round(): Promise<boolean> {
    const claimed = await this.outbox.claim(mostAtOnce, {
      deadline: performance.now() + deadlineMilliseconds,
    });
    const results = await Promise.all(claimed.map((order) => this.charge(order)));
    return results.includes(true);
  }

  private async charge(order: Order): Promise<boolean> {
    const task = { deadline: performance.now() + deadlineMilliseconds };
    try {
      const status = await this.payment.charge(order);
      await this.orders.settle(order, status, task);
      this.log.write({ message: "charged what a queue has left behind", order: order.id, status });
      return true;
    } catch {
      await this.outbox.postpone(order.id, task);
      return false;
    }
  }
}
