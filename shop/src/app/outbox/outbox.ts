import { type Origin, originOf } from "../../observing/origin.ts";
import type { Gate } from "../database/gate.ts";
import type { Order } from "../orders/order.ts";
import { type OrderRow, toOrder } from "../orders/order-store.ts";
import type { Task } from "../task.ts";

/** A message that was relayed and not heard of since is relayed again, the first time after that. */
const forgottenSeconds = 60;
/** So many doublings of it at the most: a queue that nobody works off must not fill with copies. */
const mostDoublings = 4;

/** So many are relayed in one transaction. */
export const batch = 100;

/** Pauses between two charges that got no answer. */
const firstPauseSeconds = 2;
const longestPauseSeconds = 30;

/** How long a sweeper has an order for itself: longer than a charge may take. */
const leaseSeconds = 10;
/** Younger orders may still be with somebody who charges them. */
const youngSeconds = 3;

/** An order that waits for its message to be put on the queue. */
export interface WaitingOrder {
  readonly orderId: string;
  readonly origin: Origin;
}

interface OriginRow {
  request_id: string | null;
  traceparent: string | null;
}

/** The orders that wait for their payment, as the database knows them. */
export class Outbox {
  constructor(private readonly gate: Gate) {}

  /**
   * Gives a batch of orders whose turn it is to `relay`, and notes that they were relayed if it
   * succeeds. Other servers skip them meanwhile.
   * @returns how many there were
   */
  relay(task: Task, relay: (orders: WaitingOrder[]) => Promise<void>): Promise<number> {
    return this.gate.transaction(task, async (query) => {
      const rows = await query<OriginRow & { order_id: string }>(
        `SELECT order_id, request_id, traceparent FROM outbox WHERE due_at <= now() AND (relayed_at IS NULL
           OR relayed_at < now() - $1 * 2 ^ least(relays - 1, $2) * interval '1 second')
         ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED`,
        [forgottenSeconds, mostDoublings, batch],
      );
      const ids = rows.map(({ order_id }) => order_id);
      if (ids.length === 0) return 0;
      await relay(rows.map((row) => ({ orderId: row.order_id, origin: toOrigin(row) })));
      await query(
        "UPDATE outbox SET relayed_at = now(), relays = relays + 1 WHERE order_id = ANY ($1::uuid[])",
        [ids],
      );
      return ids.length;
    });
  }

  /** Orders that nobody has charged for some seconds, for the caller alone for a while. */
  async claim(most: number, task: Task): Promise<Order[]> {
    const rows = await this.gate.run(task, (query) =>
      query<OrderRow>(
        `WITH claimed AS (
           UPDATE outbox SET due_at = now() + $2 * interval '1 second', relayed_at = NULL, relays = 0
           WHERE order_id IN (
             SELECT order_id FROM outbox
             WHERE (due_at <= now() OR due_at = 'infinity')
               AND created_at < now() - $3 * interval '1 second'
             ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
           RETURNING order_id)
         SELECT orders.* FROM orders JOIN claimed ON id = order_id`,
        [most, leaseSeconds, youngSeconds],
      ),
    );
    return rows.map(toOrder);
  }

  /** An order with whether it waits for its payment; undefined when there is none. */
  async find(
    orderId: string,
    task: Task,
  ): Promise<{ order: Order; isWaiting: boolean } | undefined> {
    const [row] = await this.gate.run(task, (query) =>
      query<OrderRow & { is_waiting: boolean }>(
        `SELECT orders.*, order_id IS NOT NULL AS is_waiting
         FROM orders LEFT JOIN outbox ON order_id = id WHERE id = $1`,
        [orderId],
      ),
    );
    return row && { order: toOrder(row), isWaiting: row.is_waiting };
  }

  /** Notes a charge that got no answer, and when to try again. @returns how many there were */
  async postpone(orderId: string, task: Task): Promise<number> {
    const [row] = await this.gate.run(task, (query) =>
      query<{ attempts: number }>(
        `UPDATE outbox SET attempts = attempts + 1, relayed_at = NULL, relays = 0,
           due_at = now() + least($2 * 2 ^ least(attempts, 10), $3) * interval '1 second'
         WHERE order_id = $1 RETURNING attempts`,
        [orderId, firstPauseSeconds, longestPauseSeconds],
      ),
    );
    return row?.attempts ?? 0;
  }

  /** Notes that the order's message is in the dead-letter queue: it is put back by hand. */
  async bury(orderId: string, task: Task): Promise<void> {
    await this.gate.run(task, (query) =>
      query("UPDATE outbox SET due_at = 'infinity', attempts = 0 WHERE order_id = $1", [orderId]),
    );
  }
}

function toOrigin({ request_id, traceparent }: OriginRow): Origin {
  return originOf({ "x-request-id": request_id, traceparent });
}
