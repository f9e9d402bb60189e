import { test as base, describe, expect, vi } from "vitest";
import { Behind, CurrentReads } from "../../../shop/src/app/cache/current-reads.ts";
import {
  type ProductChange,
  ProductChanges,
  parseChange,
} from "../../../shop/src/app/cache/product-changes.ts";
import { parseDatabase } from "../../../shop/src/app/database/target.ts";
import type { Task } from "../../../shop/src/app/task.ts";
import { migrated, startServer } from "../support/gates.ts";

// a busy machine is slow
vi.setConfig({ testTimeout: 30_000 });

/** A database whose products change, and what is told of it. */
const test = base.extend("shop", async ({ onTestFinished }) => {
  const primary = await startServer(onTestFinished);
  const told: (ProductChange | undefined)[] = [];
  const states: boolean[] = [];
  const changes = new ProductChanges({
    database: parseDatabase(`postgres://shop@127.0.0.1:${primary.port}/shop`),
    migrations: [{ name: "001-first", sql: "" }],
    onChange: (change) => told.push(change),
    onListening: (isListening) => states.push(isListening),
  });
  const shop = { primary, position: "0/100", changes, told, states };
  primary.answer = (query) =>
    query.includes("pg_current_wal_lsn")
      ? { columns: ["position"], rows: [[shop.position]] }
      : migrated(query);
  changes.start();
  onTestFinished(() => changes.stop());
  await vi.waitFor(() => expect(states.at(-1)).toBe(true), { timeout: 10_000 });
  return shop;
});

describe.concurrent("changes of products", () => {
  test("are listened for, and the primary's position is known", ({ shop }) => {
    expect(shop.primary.queries).toContain("LISTEN product_changes");
    expect(shop.changes.position).toBe("0/100");
  });

  test("are told after the position that has them is known", async ({ expect, shop }) => {
    shop.position = "0/200";
    shop.primary.notify("product_changes", '{"ids":[7,7],"categories":["Lamps","Lamps"]}');

    await expect.poll(() => shop.told).toEqual([{ ids: [7, 7], categories: ["Lamps", "Lamps"] }]);
    expect(shop.changes.position).toBe("0/200");
  });

  test("may concern any product when they can't be read", async ({ expect, shop }) => {
    shop.primary.notify("product_changes", "");

    await expect.poll(() => shop.told).toEqual([undefined]);
  });

  test("are listened for again after the connection was lost", async ({ expect, shop }) => {
    shop.primary.hangUp();

    await expect.poll(() => shop.states, { timeout: 10_000 }).toEqual([true, false, true]);
  });

  test("are known not to be told when the primary is silent", async ({ expect, shop }) => {
    const { answer } = shop.primary;
    shop.primary.answer = () => "silence";

    await expect.poll(() => shop.states.at(-1), { timeout: 10_000 }).toBe(false);
    expect(shop.changes.position).toBeUndefined();
    shop.primary.answer = answer;
    await expect.poll(() => shop.states.at(-1), { timeout: 10_000 }).toBe(true);
  });
});

test.each(["", "7", "null", "{", '{"ids":[7]}', '{"ids":["7"],"categories":[]}', undefined])(
  "a notification %j can't be read",
  (text) => {
    expect(parseChange(text)).toBeUndefined();
  },
);

describe("current reads", () => {
  const task = { deadline: performance.now() + 60_000 };
  const reads = (current: boolean) => ({
    asked: [] as unknown[],
    async run<T>(_: Task, work: (query: never) => Promise<T>): Promise<T> {
      const query = async (text: string, values: unknown[]) => {
        this.asked.push([text.match(/pg_last_wal_replay_lsn|SELECT 1/)?.[0], values]);
        return [{ current }];
      };
      return work(query as never);
    },
  });

  test("ask who has replayed the position", async () => {
    const all = reads(true);

    await new CurrentReads(all, { position: "0/100" }).run(task, (query) => query("SELECT 1"));

    expect(all.asked).toEqual([
      ["pg_last_wal_replay_lsn", ["0/100"]],
      ["SELECT 1", undefined],
    ]);
  });

  test("fail where a server lags behind, or nothing is told", async () => {
    const work = async () => 1;

    await expect(
      new CurrentReads(reads(false), { position: "0/1" }).run(task, work),
    ).rejects.toThrow(Behind);
    await expect(new CurrentReads(reads(true), {}).run(task, work)).rejects.toThrow(Behind);
  });
});
