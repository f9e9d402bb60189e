import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Batch } from "../../../observability/src/collector/batch.ts";
import { Outbox } from "../../../observability/src/collector/outbox.ts";
import { RelpServer } from "./relp-server.ts";

const log = { write: vi.fn() };
let server: RelpServer;
let outbox: Outbox;
const stored: number[] = [];

beforeEach(async () => {
  log.write.mockClear();
  stored.length = 0;
  server = new RelpServer();
  await server.start();
  outbox = new Outbox({ host: "127.0.0.1", port: server.port }, log as never);
});
afterEach(async () => {
  outbox.stop();
  await server.stop();
});

/** So many batches of ten lines, from that number on. */
function add(from: number, to: number): void {
  for (let number = from; number < to; number++) {
    const batch = new Batch();
    for (let line = 0; line < 10; line++) batch.add(`line ${number}.${line}`);
    outbox.add(batch, () => stored.push(number));
  }
}

const first = (message: string) => message.split("\n")[0];

const numbers = (to: number) => Array.from({ length: to }, (_, index) => index);

test("delivers batches in order and tells of each when it is stored", async () => {
  outbox.start();
  add(0, 100);

  await expect.poll(() => stored).toEqual(numbers(100));
  expect(server.lines.map(first)).toEqual(numbers(100).map((number) => `line ${number}.0`));
  expect(server.lines[0]?.split("\n")).toHaveLength(10);
  expect(outbox).toMatchObject({ length: 0, delivered: 1000, isConnected: true });
});

test("sends again what was not acknowledged when the log host went away", async () => {
  server.acknowledges = false;
  outbox.start();
  add(0, 5);
  await expect.poll(() => server.lines.length).toBe(5);

  await server.stop();
  server.acknowledges = true;
  await server.start();

  await expect.poll(() => stored, { timeout: 5000 }).toEqual(numbers(5));
  expect(server.lines).toHaveLength(10);
});

test("has no more batches under way than its window, however many wait", async () => {
  server.acknowledges = false;
  outbox.start();
  add(0, 100);

  await expect.poll(() => server.lines.length).toBe(8);
  expect(outbox.length).toBe(1000);
});

test("is full at 2,000 lines, or at 8 MiB, until there is room again", async () => {
  add(0, 200);
  expect(outbox.isFull).toBe(true);

  outbox.start();

  await expect.poll(() => stored.length).toBe(200);
  expect(outbox.isFull).toBe(false);
});

test("tells once that the log host is away", async () => {
  await server.stop();
  outbox.start();

  await new Promise((resolve) => setTimeout(resolve, 1300));

  expect(log.write).toHaveBeenCalledOnce();
  expect(log.write.mock.lastCall?.[1]).toMatch(/^the log host 127.0.0.1 takes no lines: /);
});
