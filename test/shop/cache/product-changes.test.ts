import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Behind, CurrentReads } from "../../../shop/src/app/cache/current-reads.ts";
import {
  type ProductChange,
  ProductChanges,
  parseChange,
} from "../../../shop/src/app/cache/product-changes.ts";
import { parseDatabase } from "../../../shop/src/app/database/target.ts";
import type { Task } from "../../../shop/src/app/task.ts";
import type { FakePostgres } from "../support/fake-postgres.ts";
import { migrated, startServer } from "../support/gates.ts";

// a busy machine is slow
vi.setConfig({ testTimeout: 30_000 });

let primary: FakePostgres;
let position: string;
let changes: ProductChanges;
const told: (ProductChange | undefined)[] = [];
const states: boolean[] = [];

beforeEach(async () => {
  const started = await startServer();
  primary = started.server;
  position = "0/100";
  primary.answer = (query) =>
    query.includes("pg_current_wal_lsn")
      ? { columns: ["position"], rows: [[position]] }
      : migrated(query);
  told.length = states.length = 0;
  changes = new ProductChanges({
    database: parseDatabase(`postgres://shop@127.0.0.1:${started.port}/shop`),
    migrations: [{ name: "001-first", sql: "" }],
    onChange: (change) => told.push(change),
    onListening: (isListening) => states.push(isListening),
  });
  changes.start();
  await expect.poll(() => states.at(-1), { timeout: 10_000 }).toBe(true);
});
afterEach(() => changes.stop());

describe("changes of products", () => {
  test("are listened for, and the primary's position is known", () => {
    expect(primary.queries).toContain("LISTEN product_changes");
    expect(changes.position).toBe("0/100");
  });

  test("are told after the position that has them is known", async () => {
    position = "0/200";
    primary.notify("product_changes", '{"ids":[7,7],"categories":["Lamps","Lamps"]}');

    await expect.poll(() => told).toEqual([{ ids: [7, 7], categories: ["Lamps", "Lamps"] }]);
    expect(changes.position).toBe("0/200");
  });

  test("may concern any product when they can't be read", async () => {
    primary.notify("product_changes", "");

    await expect.poll(() => told).toEqual([undefined]);
  });

  test("are listened for again after the connection was lost", async () => {
    primary.hangUp();

    await expect.poll(() => states, { timeout: 10_000 }).toEqual([true, false, true]);
  });

  test("are known not to be told when the primary is silent", async () => {
    const { answer } = primary;
    primary.answer = () => "silence";

    await expect.poll(() => states.at(-1), { timeout: 10_000 }).toBe(false);
    expect(changes.position).toBeUndefined();
    primary.answer = answer;
    await expect.poll(() => states.at(-1), { timeout: 10_000 }).toBe(true);
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
