import { expect, type TestContext, test, vi } from "vitest";
import type { WaitingOrder } from "../../shop/src/app/outbox/outbox.ts";
import { Relay } from "../../shop/src/app/outbox/relay.ts";
import { testLog } from "./support/log.ts";

/** A relay with lists in place of the outbox and the queue. */
function relayBetween(
  { onTestFinished }: TestContext,
  waiting: string[],
  queue: { isReady: boolean; refuses?: boolean },
) {
  const relayed: unknown[] = [];
  const { log, logged } = testLog();
  const outbox = {
    relay: async (_: number, publish: (orders: WaitingOrder[]) => Promise<void>) => {
      const ids = [...waiting];
      if (ids.length > 0) await publish(ids.map((orderId) => ({ orderId, origin: {} })));
      waiting.splice(0, ids.length);
      return ids.length;
    },
  };
  const publisher = {
    get isReady() {
      return queue.isReady;
    },
    publish: async (messages: readonly { body: unknown }[]) => {
      if (queue.refuses) throw new Error("the queue confirmed nothing within 3 s");
      relayed.push(...messages.map(({ body }) => body));
    },
  };
  const relay = new Relay(outbox as never, publisher, log);
  relay.start();
  onTestFinished(() => relay.stop());
  return { relay, relayed, logged };
}

test.concurrent("an order is published as soon as it is stored", async (context) => {
  const waiting: string[] = [];
  const { relay, relayed } = relayBetween(context, waiting, { isReady: true });
  await new Promise((done) => setTimeout(done, 20));

  waiting.push("a");
  relay.wake();

  await vi.waitFor(() => expect(relayed).toEqual([{ orderId: "a" }]), { timeout: 500 });
});

test.concurrent("orders wait in the outbox while the queue is unavailable, and are published when it recovers", async (context) => {
  const queue = { isReady: false };
  const { relay, relayed } = relayBetween(context, ["a", "b"], queue);
  relay.wake();
  await new Promise((done) => setTimeout(done, 50));
  expect(relayed).toEqual([]);

  queue.isReady = true;

  await vi.waitFor(() => expect(relayed).toHaveLength(2), { timeout: 3000 });
});

test.concurrent("a message without a publisher confirm is relayed again, and logged once", async (context) => {
  const queue = { isReady: true, refuses: true };
  const waiting = ["a"];
  const { relay, relayed, logged } = relayBetween(context, waiting, queue);
  for (let i = 0; i < 5; i++) {
    relay.wake();
    await new Promise((done) => setTimeout(done, 10));
  }
  expect(waiting).toEqual(["a"]);

  queue.refuses = false;

  await vi.waitFor(() => expect(relayed).toEqual([{ orderId: "a" }]), { timeout: 3000 });
  expect(logged).toEqual([
    {
      message: "could not relay orders to the queue",
      reason: "the queue confirmed nothing within 3 s",
    },
  ]);
});
