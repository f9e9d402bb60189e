import { test as base, vi } from "vitest";
import { Batch } from "../../../observability/src/collector/batch.ts";
import { Outbox } from "../../../observability/src/collector/outbox.ts";
import { RelpServer } from "./relp-server.ts";

/** An outbox, the log host that it sends to, and what is stored there. */
const test = base.extend("delivery", async ({ onTestFinished }) => {
  const log = { write: vi.fn() };
  const server = new RelpServer();
  await server.start();
  onTestFinished(() => server.stop());
  const outbox = new Outbox({ host: "127.0.0.1", port: server.port }, log as never);
  onTestFinished(() => outbox.stop());
  const stored: number[] = [];
  /** So many batches of ten lines, from that number on. */
  const add = (from: number, to: number) => {
    for (let number = from; number < to; number++) {
      const batch = new Batch();
      for (let line = 0; line < 10; line++) batch.add(`line ${number}.${line}`);
      outbox.add(batch, () => stored.push(number));
    }
  };
  return { log, server, outbox, stored, add };
});

const first = (message: string) => message.split("\n")[0];

const numbers = (to: number) => Array.from({ length: to }, (_, index) => index);

test.concurrent("delivers batches in order and tells of each when it is stored", async ({
  delivery,
  expect,
}) => {
  delivery.outbox.start();
  delivery.add(0, 100);

  await expect.poll(() => delivery.stored).toEqual(numbers(100));
  expect(delivery.server.lines.map(first)).toEqual(
    numbers(100).map((number) => `line ${number}.0`),
  );
  expect(delivery.server.lines[0]?.split("\n")).toHaveLength(10);
  expect(delivery.outbox).toMatchObject({ length: 0, delivered: 1000, isConnected: true });
});

test.concurrent("sends again what was not acknowledged when the log host went away", async ({
  delivery,
  expect,
}) => {
  delivery.server.acknowledges = false;
  delivery.outbox.start();
  delivery.add(0, 5);
  await expect.poll(() => delivery.server.lines.length).toBe(5);

  await delivery.server.stop();
  delivery.server.acknowledges = true;
  await delivery.server.start();

  await expect.poll(() => delivery.stored, { timeout: 5000 }).toEqual(numbers(5));
  expect(delivery.server.lines).toHaveLength(10);
});

test.concurrent("has no more batches under way than its window, however many wait", async ({
  delivery,
  expect,
}) => {
  delivery.server.acknowledges = false;
  delivery.outbox.start();
  delivery.add(0, 100);

  await expect.poll(() => delivery.server.lines.length).toBe(8);
  expect(delivery.outbox.length).toBe(1000);
});

test.concurrent("is full at 2,000 lines, or at 8 MiB, until there is room again", async ({
  delivery,
  expect,
}) => {
  delivery.add(0, 200);
  expect(delivery.outbox.isFull).toBe(true);

  delivery.outbox.start();

  await expect.poll(() => delivery.stored.length).toBe(200);
  expect(delivery.outbox.isFull).toBe(false);
});

test.concurrent("tells once that the log host is away", async ({ delivery, expect }) => {
  await delivery.server.stop();
  delivery.outbox.start();

  await new Promise((resolve) => setTimeout(resolve, 1300));

  expect(delivery.log.write).toHaveBeenCalledOnce();
  expect(delivery.log.write.mock.lastCall?.[0]).toEqual({
    level: "warning",
    message: expect.stringMatching(/^the log host 127.0.0.1 takes no lines: /),
  });
});
