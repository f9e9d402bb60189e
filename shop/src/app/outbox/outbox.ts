import { type Origin, originOf } from "../../observing/origin.ts";
import type { Gate } from "../database/gate.ts";
import type { Order } from "../orders/order.ts";
import { type OrderRow, toOrder } from "../orders/order-store.ts";
import type { Task } from "../task.ts";

/** An order that is not settled by then is relayed again: its message may be lost. */
const RELAY_TIMEOUT_SECONDS = 60;
/** The timeout doubles with each relay: a queue without consumers must not fill with copies. */
const MAX_TIMEOUT_DOUBLINGS = 4;

/** Maximum number of orders that are relayed in one transaction. */
export const BATCH_SIZE = 100;

/** Exponential backoff between charges that the payment provider did not answer. */
const FIRST_BACKOFF_SECONDS = 2;
const MAX_BACKOFF_SECONDS = 30;

/** How long a sweeper has exclusive access to an order: longer than a charge takes. */
const LEASE_SECONDS = 10;
/** Younger orders may still be charged by the request that placed them. */
const MIN_AGE_SECONDS = 3;

/** An order whose message is to be published. */
export interface WaitingOrder {
  readonly orderId: string;
  readonly origin: Origin;
}

interface OriginRow {
  request_id: string | null;
  traceparent: string | null;
}

/** The transactional outbox: the orders that wait for their payment. */
export class Outbox {
  constructor(private readonly gate: Gate) {}

  /**
   * Passes a batch of due orders to `relay`, and marks them as relayed if it succeeds. Meanwhile
   * other app servers skip these rows (`SKIP LOCKED`).
   * @returns the number of orders
   */
  relay(task: Task, relay: (orders: WaitingOrder[]) => Promise<void>): Promise<number> {
    return this.gate.transaction(task, async (query) => {
      const rows = await query<OriginRow & { order_id: string }>(
        `SELECT order_id, request_id, traceparent FROM outbox WHERE due_at <= now() AND (relayed_at IS NULL
           OR relayed_at < now() - $1 * 2 ^ least(relays - 1, $2) * interval '1 second')
         ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED`,
        [RELAY_TIMEOUT_SECONDS, MAX_TIMEOUT_DOUBLINGS, BATCH_SIZE],
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

  /** Takes a lease on orders that are due and not being charged. */
  async claim(limit: number, task: Task): Promise<Order[]> {
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
        [limit, LEASE_SECONDS, MIN_AGE_SECONDS],
      ),
    );
    return rows.map(toOrder);
  }

  /** An order, and whether it is in the outbox; undefined if it does not exist. */
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

  /** Schedules the retry of a charge without an answer. @returns the number of attempts so far */
  async postpone(orderId: string, task: Task): Promise<number> {
    const [row] = await this.gate.run(task, (query) =>
      query<{ attempts: number }>(
        `UPDATE outbox SET attempts = attempts + 1, relayed_at = NULL, relays = 0,
           due_at = now() + least($2 * 2 ^ least(attempts, 10), $3) * interval '1 second'
         WHERE order_id = $1 RETURNING attempts`,
        [orderId, FIRST_BACKOFF_SECONDS, MAX_BACKOFF_SECONDS],
      ),
    );
    return row?.attempts ?? 0;
  }

  /** Marks an order as dead-lettered: no longer relayed. An operator puts its message back. */
  async markDeadLettered(orderId: string, task: Task): Promise<void> {
    await this.gate.run(task, (query) =>
      query("UPDATE outbox SET due_at = 'infinity', attempts = 0 WHERE order_id = $1", [orderId]),
    );
  }
}

function toOrigin({ request_id, traceparent }: OriginRow): Origin {
  return originOf({ "x-request-id": request_id, traceparent });
}
