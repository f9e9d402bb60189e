import { type ChargePublisher, chargeMessage } from "../../queue/publisher.ts";
import type { Log } from "../logging.ts";
import { batch, type Outbox } from "./outbox.ts";
import { Rounds } from "./rounds.ts";

const pauseMilliseconds = 1000;
const deadlineMilliseconds = 8000;

/** Puts the orders of the outbox on the queue, and leaves them there while the queue is away. */
export class Relay {
  private readonly rounds: Rounds;

  constructor(
    private readonly outbox: Outbox,
    private readonly publisher: Pick<ChargePublisher, "isReady" | "publish">,
    log: Log,
  ) {
    this.rounds = new Rounds("relay orders to the queue", pauseMilliseconds, log, () =>
      this.round(),
    );
  }

  start(): void {
    this.rounds.start();
  }

  stop(): void {
    this.rounds.stop();
  }

  /** An order was stored: relays it at once instead of at the next look into the outbox. */
  wake(): void {
    this.rounds.wake();
  }

  private async round(): Promise<boolean> {
    if (!this.publisher.isReady) return false;
    const relayed = await this.outbox.relay(
      { deadline: performance.now() + deadlineMilliseconds },
      (orders) =>
        this.publisher.publish(
          orders.map(({ orderId, origin }) => ({ body: chargeMessage(orderId), origin })),
        ),
    );
    return relayed === batch;
  }
}
