import { randomUUID } from "node:crypto";
import { sqlComment } from "../../observing/origin.ts";
import { findProducts } from "../catalogue.ts";
import type { Gate } from "../database/gate.ts";
import type { Query } from "../database/pool.ts";
import { Problem } from "../problem.ts";
import { picturePath } from "../static-files.ts";
import { type Task, toOrigin } from "../task.ts";
import { fingerprint, type Line } from "./line.ts";
import type { Order, OrderDetails, OrderLine, OrderStatus } from "./order.ts";

const MAX_TOTAL_CENTS = 10_000_000;

export interface OrderRow {
  id: string;
  status: OrderStatus;
  total_cents: string;
  fingerprint: string;
  created_at: Date;
}

/** The orders in the database, on the primary: a customer must be able to read their own write. */
export class OrderStore {
  /** @param usesOutbox whether orders are charged later, through the transactional outbox */
  constructor(
    private readonly gate: Gate,
    private readonly usesOutbox = false,
  ) {}

  /**
   * Stores a pending order with its lines and its idempotency key in one transaction. If the key
   * exists, returns its order. Idempotent, also when several servers do it concurrently: the key's
   * unique index lets one insert through, and the others wait for it and read its row.
   * @param task its request id and trace context are stored in the outbox
   */
  place(key: string, lines: readonly Line[], task: Task): Promise<Order> {
    return this.gate.transaction(task, async (query) => {
      const priced = await price(query, lines);
      const totalCents = total(priced);
      const inserted = await query<OrderRow>(
        `${sqlComment(task)}INSERT INTO orders (id, idempotency_key, fingerprint, total_cents) VALUES ($1, $2, $3, $4)
         ON CONFLICT (idempotency_key) DO NOTHING RETURNING *`,
        [randomUUID(), key, fingerprint(lines), totalCents],
      );
      const row = inserted[0];
      if (row === undefined) {
        const order = await findExisting(query, key, lines);
        if (order.status === "pending") await this.addToOutbox(query, order.id, task);
        return order;
      }

      await query(
        `INSERT INTO order_lines (order_id, product_id, quantity, price_cents)
         SELECT $1, * FROM unnest($2::integer[], $3::integer[], $4::integer[])`,
        [
          row.id,
          priced.map(({ product }) => product.id),
          priced.map(({ quantity }) => quantity),
          priced.map(({ priceCents }) => priceCents),
        ],
      );
      await this.addToOutbox(query, row.id, task);
      return toOrder(row);
    });
  }

  /** Replaces the status "pending" by the payment's result, and returns the order. */
  async settle(order: Order, status: OrderStatus, task: Task): Promise<Order> {
    await this.gate.run(task, (query) =>
      query(
        `${sqlComment(task)}WITH settled AS (UPDATE orders SET status = $2 WHERE id = $1 AND status = 'pending')
         DELETE FROM outbox WHERE order_id = $1`,
        [order.id, status],
      ),
    );
    return { ...order, status };
  }

  async find(id: string, task: Task): Promise<OrderDetails | undefined> {
    return this.gate.run(task, async (query) => {
      const [row] = await query<OrderRow & { is_being_paid: boolean }>(
        `SELECT orders.*, order_id IS NOT NULL AS is_being_paid
         FROM orders LEFT JOIN outbox ON order_id = id WHERE id = $1`,
        [id],
      );
      if (row === undefined) return undefined;
      const lines = await query<{
        id: number;
        name: string;
        quantity: number;
        price_cents: number;
      }>(
        `SELECT id, name, quantity, order_lines.price_cents FROM order_lines
         JOIN products ON id = product_id WHERE order_id = $1 ORDER BY id`,
        [id],
      );
      return {
        ...toOrder(row),
        isBeingPaid: row.is_being_paid,
        createdAt: row.created_at,
        lines: lines.map(({ id: product, name, quantity, price_cents: priceCents }) => ({
          product: { id: product, name, image: picturePath(product) },
          quantity,
          priceCents,
        })),
      };
    });
  }

  /** The order of an idempotency key. */
  async findByKey(key: string, task: Task): Promise<Order | undefined> {
    const rows = await this.gate.run(task, (query) =>
      query<OrderRow>("SELECT * FROM orders WHERE idempotency_key = $1", [key]),
    );
    return rows[0] && toOrder(rows[0]);
  }

  private async addToOutbox(query: Query, id: string, task: Task): Promise<void> {
    if (!this.usesOutbox) return;
    const { requestId, traceparent } = toOrigin(task);
    await query(
      `INSERT INTO outbox (order_id, request_id, traceparent) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`,
      [id, requestId ?? null, traceparent ?? null],
    );
  }
}

async function price(query: Query, lines: readonly Line[]): Promise<OrderLine[]> {
  const products = await findProducts(
    query,
    lines.map(({ product }) => product),
  );
  return lines.map(({ product: id, quantity }) => {
    const product = products.get(id);
    if (product === undefined) {
      throw new Problem(422, `there is no product ${id}: see /products for those there are`);
    }
    return { product, quantity, priceCents: product.priceCents };
  });
}

function total(lines: readonly OrderLine[]): number {
  const cents = lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);
  if (cents > MAX_TOTAL_CENTS) {
    throw new Problem(
      422,
      `the order's total is ${(cents / 100).toFixed(2)}, and the limit is ${(MAX_TOTAL_CENTS / 100).toFixed(2)}: order less at once`,
    );
  }
  return cents;
}

async function findExisting(query: Query, key: string, lines: readonly Line[]): Promise<Order> {
  const [row] = await query<OrderRow>("SELECT * FROM orders WHERE idempotency_key = $1", [key]);
  if (row === undefined)
    throw new Error(`the order of an idempotency key disappeared while it was read`);
  if (row.fingerprint !== fingerprint(lines)) {
    throw new Problem(
      422,
      "this idempotency key was used for an order of other products: send a new key with a new order",
    );
  }
  return toOrder(row);
}

export function toOrder(row: OrderRow): Order {
  // pg returns a bigint as a string
  return { id: row.id, status: row.status, totalCents: Number(row.total_cents) };
}
