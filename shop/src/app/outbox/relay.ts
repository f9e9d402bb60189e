import type { Log } from "../../../../programs/log.ts";
import { type ChargePublisher, chargeMessage } from "../../queue/publisher.ts";
import { BATCH_SIZE, type Outbox } from "./outbox.ts";
import { PollingLoop } from "./polling-loop.ts";

const POLL_INTERVAL_MS = 1000;
const TIMEOUT_MS = 8000;

/** Publishes the orders in the outbox to the queue; they stay there while it is unavailable. */
export class Relay {
  private readonly loop: PollingLoop;

  constructor(
    private readonly outbox: Outbox,
    private readonly publisher: Pick<ChargePublisher, "isReady" | "publish">,
    log: Log,
  ) {
    this.loop = new PollingLoop("relay orders to the queue", POLL_INTERVAL_MS, log, () =>
      this.poll(),
    );
  }

  start(): void {
    this.loop.start();
  }

  stop(): void {
    this.loop.stop();
  }

  /** Relays an order that was just stored, without waiting for the next poll. */
  wake(): void {
    this.loop.wake();
  }

  private async poll(): Promise<boolean> {
    if (!this.publisher.isReady) return false;
    const relayed = await this.outbox.relay(
      { deadline: performance.now() + TIMEOUT_MS },
      (orders) =>
        this.publisher.publish(
          orders.map(({ orderId, origin }) => ({ body: chargeMessage(orderId), origin })),
        ),
    );
    return relayed === BATCH_SIZE;
  }
}
