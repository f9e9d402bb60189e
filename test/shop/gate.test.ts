import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Gate, type GateOptions } from "../../shop/src/app/database/gate.ts";
import { parseDatabase } from "../../shop/src/app/database/target.ts";
import { FakePostgres } from "./support/fake-postgres.ts";

// a busy machine is slow
vi.setConfig({ testTimeout: 30_000 });

let first: FakePostgres;
let second: FakePostgres;
let firstPort: number;
let secondPort: number;
let gate: Gate;
let states: string[];

beforeEach(async () => {
  first = new FakePostgres();
  second = new FakePostgres();
  firstPort = await first.start();
  secondPort = await second.start();
  states = [];
});

afterEach(async () => {
  gate.stop();
  await first.stop();
  await second.stop();
});

function startGate(options: Partial<GateOptions> = {}): void {
  const hosts = `127.0.0.1:${firstPort},127.0.0.1:${secondPort}`;
  gate = new Gate({
    database: parseDatabase(`postgres://shop@${hosts}/shop`, "secret"),
    accepts: "primary",
    prepare: async () => undefined,
    onObstacle: () => undefined,
    onChange: (state) => states.push(state),
    ...options,
  });
  gate.start();
}

const soon = () => ({ deadline: performance.now() + 15_000 });
const ask = (statement = "SELECT 1", task = soon()) => gate.run(task, (query) => query(statement));
const asked = (server: FakePostgres) => server.queries.filter((query) => query === "SELECT 1");

describe("gate", () => {
  test("holds requests until a server is there", async () => {
    await first.stop();
    await second.stop();
    startGate();
    const held = Promise.all([ask(), ask()]);

    await sleep(150);
    expect(gate.isOpen).toBe(false);
    await second.start(secondPort);
    await held;

    expect(asked(second)).toHaveLength(2);
  });

  test("prepares the database before requests go on", async () => {
    let prepared = false;
    startGate({
      prepare: async () => {
        await sleep(100);
        prepared = true;
      },
    });

    await gate.run(soon(), async () => expect(prepared).toBe(true));
  });

  test("passes over a server that is in recovery", async () => {
    first.isReplica = true;
    startGate();

    await ask();

    expect(asked(first)).toEqual([]);
    expect(asked(second)).toHaveLength(1);
  });

  test.each(["25006", "57P01", "08006", "40001", "53300"])(
    "looks for the primary again after SQLSTATE %s, and repeats the work there",
    async (error) => {
      first.answer = () => {
        first.isReplica = true;
        return { error };
      };
      startGate();

      await ask();

      expect(asked(first)).toHaveLength(1);
      expect(asked(second)).toHaveLength(1);
      expect(states).toEqual(["open", "closed", "open"]);
    },
  );

  test("repeats a whole transaction when its connection breaks at the commit", async () => {
    let commits = 0;
    first.answer = (query) => (query === "COMMIT" && ++commits === 1 ? "hang up" : { rows: [] });
    startGate();

    await gate.transaction(soon(), (query) => query("INSERT"));

    expect(first.queries.filter((query) => query === "INSERT")).toHaveLength(2);
    expect(commits).toBe(2);
  });

  test("rolls back and passes on an error that is no outage", async () => {
    first.answer = (query) => (query === "INSERT" ? { error: "23505" } : { rows: [] });
    startGate();

    const work = gate.transaction(soon(), (query) => query("INSERT"));

    await expect(work).rejects.toMatchObject({ code: "23505" });
    expect(first.queries.at(-1)).toBe("ROLLBACK");
    expect(states).toEqual(["open"]);
  });

  test("passes on an error of the work itself, once", async () => {
    let runs = 0;
    startGate();

    const work = gate.run(soon(), async () => {
      runs++;
      throw new Error("of the work");
    });

    await expect(work).rejects.toThrow("of the work");
    expect(runs).toBe(1);
  });

  test("notices a frozen server by its silence", async () => {
    first.answer = () => {
      first.isReplica = true;
      return "silence";
    };
    startGate();

    await ask();

    expect(asked(second)).toHaveLength(1);
  });

  test("closes as soon as an idle connection is lost", async () => {
    startGate();
    await ask();

    await first.stop();
    await expect.poll(() => states, { timeout: 10_000 }).toEqual(["open", "closed", "open"]);

    await ask();
    expect(asked(second)).toHaveLength(1);
  });

  test("fails with a 503 that names a time to retry when the deadline passes", async () => {
    await first.stop();
    await second.stop();
    startGate();

    const started = performance.now();
    const work = ask("SELECT 1", { deadline: started + 200 });

    await expect(work).rejects.toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("a step of the machine's clock brings no deadline nearer", async () => {
    startGate();
    const task = soon();
    await ask("SELECT 1", task);

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 90_000 });
    try {
      await ask("SELECT 1", task);
    } finally {
      vi.useRealTimers();
    }

    expect(asked(first)).toHaveLength(2);
  });

  test("fails at the deadline also while a statement is running", async () => {
    first.answer = () => "silence";
    startGate();
    await expect.poll(() => gate.isOpen, { timeout: 10_000 }).toBe(true);

    await expect(ask("SELECT 1", { deadline: performance.now() + 200 })).rejects.toMatchObject({
      status: 503,
    });
  });

  test("refuses more requests than it may hold", async () => {
    await first.stop();
    await second.stop();
    startGate({ capacity: 2 });
    const held = [
      ask("SELECT 1", { deadline: performance.now() + 500 }),
      ask("SELECT 1", { deadline: performance.now() + 500 }),
    ];

    await expect(ask()).rejects.toThrow("too many requests wait for the database");
    await Promise.allSettled(held);
  });
});
