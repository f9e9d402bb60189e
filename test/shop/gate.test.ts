import { setTimeout as sleep } from "node:timers/promises";
import { test as base, describe, expect, vi } from "vitest";
import { Gate, type GateOptions } from "../../shop/src/app/database/gate.ts";
import { parseDatabase } from "../../shop/src/app/database/target.ts";
import type { FakePostgres } from "./support/fake-postgres.ts";
import { startServer } from "./support/gates.ts";

// a busy machine is slow
vi.setConfig({ testTimeout: 30_000 });

/** Two servers, and a gate before them. */
const test = base.extend("pair", async ({ onTestFinished }) => {
  const first = await startServer(onTestFinished);
  const second = await startServer(onTestFinished);
  const startGate = (options: Partial<GateOptions> = {}) => {
    const hosts = `127.0.0.1:${first.port},127.0.0.1:${second.port}`;
    const states: string[] = [];
    const gate = new Gate({
      database: parseDatabase(`postgres://shop@${hosts}/shop`, "secret"),
      accepts: "primary",
      prepare: async () => undefined,
      onObstacle: () => undefined,
      onChange: (state) => states.push(state),
      ...options,
    });
    gate.start();
    onTestFinished(() => gate.stop());
    const ask = (task = soon()) => gate.run(task, (query) => query("SELECT 1"));
    return { gate, states, ask };
  };
  return { first, second, startGate };
});

const soon = () => ({ deadline: performance.now() + 15_000 });
const asked = (server: FakePostgres) => server.queries.filter((query) => query === "SELECT 1");

describe("gate", () => {
  test("holds requests until a server is there", async ({ pair }) => {
    await pair.first.stop();
    await pair.second.stop();
    const { gate, ask } = pair.startGate();
    const held = Promise.all([ask(), ask()]);

    await sleep(150);
    expect(gate.isOpen).toBe(false);
    await pair.second.start();
    await held;

    expect(asked(pair.second)).toHaveLength(2);
  });

  test("prepares the database before requests go on", async ({ pair }) => {
    let prepared = false;
    const { gate } = pair.startGate({
      prepare: async () => {
        await sleep(100);
        prepared = true;
      },
    });

    await gate.run(soon(), async () => expect(prepared).toBe(true));
  });

  test("passes over a server that is in recovery", async ({ pair }) => {
    pair.first.isReplica = true;
    const { ask } = pair.startGate();

    await ask();

    expect(asked(pair.first)).toEqual([]);
    expect(asked(pair.second)).toHaveLength(1);
  });

  test.for(["25006", "57P01", "08006", "40001", "53300"])(
    "looks for the primary again after SQLSTATE %s, and repeats the work there",
    async (error, { pair }) => {
      pair.first.answer = () => {
        pair.first.isReplica = true;
        return { error };
      };
      const { states, ask } = pair.startGate();

      await ask();

      expect(asked(pair.first)).toHaveLength(1);
      expect(asked(pair.second)).toHaveLength(1);
      expect(states).toEqual(["open", "closed", "open"]);
    },
  );

  test("repeats a whole transaction when its connection breaks at the commit", async ({ pair }) => {
    let commits = 0;
    pair.first.answer = (query) =>
      query === "COMMIT" && ++commits === 1 ? "hang up" : { rows: [] };
    const { gate } = pair.startGate();

    await gate.transaction(soon(), (query) => query("INSERT"));

    expect(pair.first.queries.filter((query) => query === "INSERT")).toHaveLength(2);
    expect(commits).toBe(2);
  });

  test("rolls back and passes on an error that is no outage", async ({ pair }) => {
    pair.first.answer = (query) => (query === "INSERT" ? { error: "23505" } : { rows: [] });
    const { gate, states } = pair.startGate();

    const work = gate.transaction(soon(), (query) => query("INSERT"));

    await expect(work).rejects.toMatchObject({ code: "23505" });
    expect(pair.first.queries.at(-1)).toBe("ROLLBACK");
    expect(states).toEqual(["open"]);
  });

  test("passes on an error of the work itself, once", async ({ pair }) => {
    let runs = 0;
    const { gate } = pair.startGate();

    const work = gate.run(soon(), async () => {
      runs++;
      throw new Error("of the work");
    });

    await expect(work).rejects.toThrow("of the work");
    expect(runs).toBe(1);
  });

  test("closes as soon as an idle connection is lost", async ({ pair }) => {
    const { states, ask } = pair.startGate();
    await ask();

    await pair.first.stop();
    await expect.poll(() => states, { timeout: 10_000 }).toEqual(["open", "closed", "open"]);

    await ask();
    expect(asked(pair.second)).toHaveLength(1);
  });

  test("a step of the machine's clock brings no deadline nearer", async ({ pair }) => {
    const { ask } = pair.startGate();
    const task = soon();
    await ask(task);

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 90_000 });
    try {
      await ask(task);
    } finally {
      vi.useRealTimers();
    }

    expect(asked(pair.first)).toHaveLength(2);
  });

  test.concurrent("notices a frozen server by its silence", async ({ pair }) => {
    pair.first.answer = () => {
      pair.first.isReplica = true;
      return "silence";
    };
    const { ask } = pair.startGate();

    await ask();

    expect(asked(pair.second)).toHaveLength(1);
  });

  test.concurrent("fails with a 503 that names a time to retry when the deadline passes", async ({
    expect,
    pair,
  }) => {
    await pair.first.stop();
    await pair.second.stop();
    const { ask } = pair.startGate();

    const started = performance.now();
    const work = ask({ deadline: started + 200 });

    await expect(work).rejects.toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test.concurrent("fails at the deadline also while a statement is running", async ({
    expect,
    pair,
  }) => {
    pair.first.answer = () => "silence";
    const { gate, ask } = pair.startGate();
    await expect.poll(() => gate.isOpen, { timeout: 10_000 }).toBe(true);

    await expect(ask({ deadline: performance.now() + 200 })).rejects.toMatchObject({
      status: 503,
    });
  });

  test.concurrent("refuses more requests than it may hold", async ({ expect, pair }) => {
    await pair.first.stop();
    await pair.second.stop();
    const { ask } = pair.startGate({ capacity: 2 });
    const held = [
      ask({ deadline: performance.now() + 500 }),
      ask({ deadline: performance.now() + 500 }),
    ];

    await expect(ask()).rejects.toThrow("too many requests wait for the database");
    await Promise.allSettled(held);
  });
});
