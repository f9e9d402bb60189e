import { afterEach, beforeEach, expect, test, vi } from "vitest";
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

function add(from: number, to: number): void {
  for (let line = from; line < to; line++) {
    outbox.add(Buffer.from(`line ${line}`), () => stored.push(line));
  }
}

const numbers = (to: number) => Array.from({ length: to }, (_, index) => index);

test("delivers lines in order and tells of each when it is stored", async () => {
  outbox.start();
  add(0, 1000);

  await expect.poll(() => stored).toEqual(numbers(1000));
  expect(server.lines).toEqual(numbers(1000).map((line) => `line ${line}`));
  expect(outbox).toMatchObject({ length: 0, delivered: 1000, isConnected: true });
});

test("sends again what was not acknowledged when the log host went away", async () => {
  server.acknowledges = false;
  outbox.start();
  add(0, 10);
  await expect.poll(() => server.lines.length).toBe(10);

  await server.stop();
  server.acknowledges = true;
  await server.start();

  await expect.poll(() => stored, { timeout: 5000 }).toEqual(numbers(10));
  expect(server.lines).toHaveLength(20);
});

test("has no more lines under way than its window, however many wait", async () => {
  server.acknowledges = false;
  outbox.start();
  add(0, 1000);

  await expect.poll(() => server.lines.length).toBe(256);
  expect(outbox.length).toBe(1000);
});

test("is full at 2,000 lines, or at 8 MiB, and tells when there is room again", async () => {
  const changed = vi.fn();
  add(0, 2000);
  expect(outbox.isFull).toBe(true);
  await server.stop();

  await server.start();
  outbox.on("change", changed);
  outbox.start();

  await expect.poll(() => stored.length).toBe(2000);
  expect(outbox.isFull).toBe(false);
  expect(changed).toHaveBeenCalledTimes(2);
});

test("tells once that the log host is away", async () => {
  await server.stop();
  outbox.start();

  await new Promise((resolve) => setTimeout(resolve, 1300));

  expect(log.write).toHaveBeenCalledOnce();
  expect(log.write.mock.lastCall?.[1]).toMatch(/^the log host 127.0.0.1 takes no lines: /);
});
