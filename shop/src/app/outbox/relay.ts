import type { Log } from "../../../../programs/log.ts";
import { type ChargePublisher, chargeMessage } from "../../queue/publisher.ts";
import { BATCH_SIZE, type Outbox } from "./outbox.ts";
import { Rounds } from "./rounds.ts";

const POLL_INTERVAL_MS = 1000;
const TIMEOUT_MS = 8000;

/** Publishes the orders in the outbox to the queue; they stay there while it is unavailable. */
export class Relay {
  private readonly rounds: Rounds;

  constructor(
    private readonly outbox: Outbox,
    private readonly publisher: Pick<ChargePublisher, "isReady" | "publish">,
    log: Log,
  ) {
    this.rounds = new Rounds("relay orders to the queue", POLL_INTERVAL_MS, log, () =>
      this.round(),
    );
  }

  start(): void {
    this.rounds.start();
  }

  stop(): void {
    this.rounds.stop();
  }

  /** Relays an order that was just stored, without waiting for the next poll. */
  wake(): void {
    this.rounds.wake();
  }

  private async round(): Promise<boolean> {
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
