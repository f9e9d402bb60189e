import { describe, expect, test } from "vitest";
import type { Order } from "../../shop/src/app/orders/order.ts";
import { Problem } from "../../shop/src/app/problem.ts";
import { Charger } from "../../shop/src/worker/charger.ts";
import { testLog } from "./support/log.ts";

const order: Order = {
  id: "0b2d5bd2-5b0c-4f4e-9c55-9a4c05b0a0a1",
  status: "pending",
  totalCents: 7300,
};

/** A charger with fake dependencies, and the calls that it made. */
function chargerOf(
  known: { order: Order; isWaiting: boolean } | undefined,
  charge: () => Promise<"paid" | "refused"> = async () => "paid",
  attempts = 1,
) {
  const done: unknown[][] = [];
  const { log, logged } = testLog();
  const charger = new Charger({
    outbox: {
      find: async () => known,
      postpone: async (id) => {
        done.push(["postpone", id]);
        return attempts;
      },
      markDeadLettered: async (id) => void done.push(["markDeadLettered", id]),
    },
    orders: {
      settle: async (settled, status) => {
        done.push(["settle", settled.id, status]);
        return { ...settled, status };
      },
    },
    payment: { charge },
    publisher: {
      publish: async ([message], key) =>
        void done.push(["publish", key, message?.body, message?.headers?.reason]),
    },
    log,
  });
  return { charger, done, logged };
}

const unavailable = async () => {
  throw new Problem(503, "the payment provider does not answer");
};

describe("a message to charge an order", () => {
  test.each(["paid", "refused"] as const)("stores that the order was %s", async (status) => {
    const { charger, done } = chargerOf({ order, isWaiting: true }, async () => status);

    await charger.handle({ orderId: order.id });

    expect(done).toEqual([["settle", order.id, status]]);
  });

  test("is ignored as a duplicate when the order is settled", async () => {
    const settled = { ...order, status: "paid" } as const;
    const { charger, done } = chargerOf({ order: settled, isWaiting: false });

    await charger.handle({ orderId: order.id });

    expect(done).toEqual([]);
  });

  test("removes the outbox entry of an order that was retried while it was settled", async () => {
    const settled = { ...order, status: "refused" } as const;
    const { charger, done } = chargerOf({ order: settled, isWaiting: true });

    await charger.handle({ orderId: order.id });

    expect(done).toEqual([["settle", order.id, "refused"]]);
  });

  test("postpones the order while the payment provider is unavailable", async () => {
    const { charger, done } = chargerOf({ order, isWaiting: true }, unavailable, 99);

    await charger.handle({ orderId: order.id });

    expect(done).toEqual([["postpone", order.id]]);
  });

  test("is dead-lettered after a hundred charges without an answer", async () => {
    const { charger, done } = chargerOf({ order, isWaiting: true }, unavailable, 100);

    await charger.handle({ orderId: order.id });

    const reason = "the payment provider did not answer 100 times";
    expect(done).toEqual([
      ["postpone", order.id],
      ["publish", "dead", { orderId: order.id }, reason],
      ["markDeadLettered", order.id],
    ]);
  });
});

describe("a poison message", () => {
  test.each([
    ["bytes", Buffer.from([0xff, 0x00]), "the message is not JSON"],
    ["text", "nonsense", "the message is not JSON"],
    ["nothing", null, 'the message is not {"orderId": "<an order\'s id>"}'],
    ["a number", 7, 'the message is not {"orderId": "<an order\'s id>"}'],
    ["another shape", { order: 7 }, 'the message is not {"orderId": "<an order\'s id>"}'],
    ["no id", { orderId: "'; --" }, 'the message is not {"orderId": "<an order\'s id>"}'],
    ["an unknown order", { orderId: order.id }, `there is no order ${order.id}`],
  ])("is dead-lettered at once, with one line in the log: %s", async (_, body, reason) => {
    const { charger, done, logged } = chargerOf(undefined);

    await charger.handle(body);

    expect(done.map(([what, key, , why]) => [what, key, why])).toEqual([
      ["publish", "dead", reason],
    ]);
    expect(logged).toEqual([
      expect.objectContaining({ message: "put into the dead-letter queue", reason }),
    ]);
  });

  test("is dead-lettered when its order is not in the outbox: the customer got an error", async () => {
    const { charger, done } = chargerOf({ order, isWaiting: false });

    await charger.handle({ orderId: order.id });

    expect(done).toEqual([
      ["publish", "dead", { orderId: order.id }, `order ${order.id} is not in the outbox`],
    ]);
  });
});
