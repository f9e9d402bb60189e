import { test as base, describe, expect, vi } from "vitest";
import { CurrentReads, StaleRead } from "../../../shop/src/app/cache/current-reads.ts";
import {
  type ProductChange,
  ProductChanges,
  parseChange,
} from "../../../shop/src/app/cache/product-changes.ts";
import { parseDatabase } from "../../../shop/src/app/database/target.ts";
import type { Task } from "../../../shop/src/app/task.ts";
import { migrated, startServer } from "../support/gates.ts";

// for a machine under load
vi.setConfig({ testTimeout: 30_000 });

/** A database whose products change, and the notified changes. */
const test = base.extend("shop", async ({ onTestFinished }) => {
  const primary = await startServer(onTestFinished);
  const notified: (ProductChange | undefined)[] = [];
  const states: boolean[] = [];
  const changes = new ProductChanges({
    database: parseDatabase(`postgres://shop@127.0.0.1:${primary.port}/shop`),
    migrations: [{ name: "001-first", sql: "" }],
    onChange: (change) => notified.push(change),
    onListening: (isListening) => states.push(isListening),
  });
  const shop = { primary, position: "0/100", changes, notified, states };
  primary.answer = (query) =>
    query.includes("pg_current_wal_lsn")
      ? { columns: ["position"], rows: [[shop.position]] }
      : migrated(query);
  changes.start();
  onTestFinished(() => changes.stop());
  await vi.waitFor(() => expect(states.at(-1)).toBe(true), { timeout: 10_000 });
  return shop;
});

describe.concurrent("product changes", () => {
  test("are received with LISTEN, and the primary's WAL position is known", ({ shop }) => {
    expect(shop.primary.queries).toContain("LISTEN product_changes");
    expect(shop.changes.position).toBe("0/100");
  });

  test("are reported after the position that includes them is known", async ({ expect, shop }) => {
    shop.position = "0/200";
    shop.primary.notify("product_changes", '{"ids":[7,7],"categories":["Lamps","Lamps"]}');

    await expect
      .poll(() => shop.notified)
      .toEqual([{ ids: [7, 7], categories: ["Lamps", "Lamps"] }]);
    expect(shop.changes.position).toBe("0/200");
  });

  test("may concern any product when the notification is invalid", async ({ expect, shop }) => {
    shop.primary.notify("product_changes", "");

    await expect.poll(() => shop.notified).toEqual([undefined]);
  });

  test("are received again after a reconnect", async ({ expect, shop }) => {
    shop.primary.disconnectAll();

    await expect.poll(() => shop.states, { timeout: 10_000 }).toEqual([true, false, true]);
  });

  test("are known to be missing when the primary does not respond", async ({ expect, shop }) => {
    const { answer } = shop.primary;
    shop.primary.answer = () => "no response";

    await expect.poll(() => shop.states.at(-1), { timeout: 10_000 }).toBe(false);
    expect(shop.changes.position).toBeUndefined();
    shop.primary.answer = answer;
    await expect.poll(() => shop.states.at(-1), { timeout: 10_000 }).toBe(true);
  });
});

test.each(["", "7", "null", "{", '{"ids":[7]}', '{"ids":["7"],"categories":[]}', undefined])(
  "the notification %j is invalid",
  (text) => {
    expect(parseChange(text)).toBeUndefined();
  },
);

describe("current reads", () => {
  const task = { deadline: performance.now() + 60_000 };
  const reads = (current: boolean) => ({
    queries: [] as unknown[],
    async run<T>(_: Task, work: (query: never) => Promise<T>): Promise<T> {
      const query = async (text: string, values: unknown[]) => {
        this.queries.push([text.match(/pg_last_wal_replay_lsn|SELECT 1/)?.[0], values]);
        return [{ current }];
      };
      return work(query as never);
    },
  });

  test("check that the server has replayed the position", async () => {
    const all = reads(true);

    await new CurrentReads(all, { position: "0/100" }).run(task, (query) => query("SELECT 1"));

    expect(all.queries).toEqual([
      ["pg_last_wal_replay_lsn", ["0/100"]],
      ["SELECT 1", undefined],
    ]);
  });

  test("fail when a replica lags, or no notifications arrive", async () => {
    const work = async () => 1;

    await expect(
      new CurrentReads(reads(false), { position: "0/1" }).run(task, work),
    ).rejects.toThrow(StaleRead);
    await expect(new CurrentReads(reads(true), {}).run(task, work)).rejects.toThrow(StaleRead);
  });
});
