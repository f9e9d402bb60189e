import { setTimeout as sleep } from "node:timers/promises";
import { test as base, describe, expect, vi } from "vitest";
import { Gate, type GateOptions } from "../../shop/src/app/database/gate.ts";
import { parseDatabase } from "../../shop/src/app/database/target.ts";
import type { FakePostgres } from "./support/fake-postgres.ts";
import { startServer } from "./support/gates.ts";

// for a machine under load
vi.setConfig({ testTimeout: 30_000 });

/** Two database servers, and a gate to them. */
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
      onUnavailable: () => undefined,
      onChange: (state) => states.push(state),
      ...options,
    });
    gate.start();
    onTestFinished(() => gate.stop());
    const request = (task = soon()) => gate.run(task, (query) => query("SELECT 1"));
    return { gate, states, request };
  };
  return { first, second, startGate };
});

const soon = () => ({ deadline: performance.now() + 15_000 });
const received = (server: FakePostgres) => server.queries.filter((query) => query === "SELECT 1");

describe("gate", () => {
  test("holds requests until a server is available", async ({ pair }) => {
    await pair.first.stop();
    await pair.second.stop();
    const { gate, request } = pair.startGate();
    const held = Promise.all([request(), request()]);

    await sleep(150);
    expect(gate.isOpen).toBe(false);
    await pair.second.start();
    await held;

    expect(received(pair.second)).toHaveLength(2);
  });

  test("prepares the database before it resumes requests", async ({ pair }) => {
    let prepared = false;
    const { gate } = pair.startGate({
      prepare: async () => {
        await sleep(100);
        prepared = true;
      },
    });

    await gate.run(soon(), async () => expect(prepared).toBe(true));
  });

  test("skips a server that is in recovery", async ({ pair }) => {
    pair.first.isReplica = true;
    const { request } = pair.startGate();

    await request();

    expect(received(pair.first)).toEqual([]);
    expect(received(pair.second)).toHaveLength(1);
  });

  test.for(["25006", "57P01", "08006", "40001", "53300"])(
    "looks for the new primary after SQLSTATE %s, and retries the work there",
    async (error, { pair }) => {
      pair.first.answer = () => {
        pair.first.isReplica = true;
        return { error };
      };
      const { states, request } = pair.startGate();

      await request();

      expect(received(pair.first)).toHaveLength(1);
      expect(received(pair.second)).toHaveLength(1);
      expect(states).toEqual(["open", "closed", "open"]);
    },
  );

  test("retries the whole transaction when its connection is lost at the commit", async ({
    pair,
  }) => {
    let commits = 0;
    pair.first.answer = (query) =>
      query === "COMMIT" && ++commits === 1 ? "disconnect" : { rows: [] };
    const { gate } = pair.startGate();

    await gate.transaction(soon(), (query) => query("INSERT"));

    expect(pair.first.queries.filter((query) => query === "INSERT")).toHaveLength(2);
    expect(commits).toBe(2);
  });

  test("rolls back and rethrows an error that is not an outage", async ({ pair }) => {
    pair.first.answer = (query) => (query === "INSERT" ? { error: "23505" } : { rows: [] });
    const { gate, states } = pair.startGate();

    const work = gate.transaction(soon(), (query) => query("INSERT"));

    await expect(work).rejects.toMatchObject({ code: "23505" });
    expect(pair.first.queries.at(-1)).toBe("ROLLBACK");
    expect(states).toEqual(["open"]);
  });

  test("rethrows an error of the work, without a retry", async ({ pair }) => {
    let runs = 0;
    const { gate } = pair.startGate();

    const work = gate.run(soon(), async () => {
      runs++;
      throw new Error("error of the work");
    });

    await expect(work).rejects.toThrow("error of the work");
    expect(runs).toBe(1);
  });

  test("closes as soon as an idle connection is lost", async ({ pair }) => {
    const { states, request } = pair.startGate();
    await request();

    await pair.first.stop();
    await expect.poll(() => states, { timeout: 10_000 }).toEqual(["open", "closed", "open"]);

    await request();
    expect(received(pair.second)).toHaveLength(1);
  });

  test("keeps deadlines when the system clock jumps", async ({ pair }) => {
    const { request } = pair.startGate();
    const task = soon();
    await request(task);

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 90_000 });
    try {
      await request(task);
    } finally {
      vi.useRealTimers();
    }

    expect(received(pair.first)).toHaveLength(2);
  });

  test.concurrent("fails over when a frozen server does not respond", async ({ pair }) => {
    pair.first.answer = () => {
      pair.first.isReplica = true;
      return "no response";
    };
    const { request } = pair.startGate();

    await request();

    expect(received(pair.second)).toHaveLength(1);
  });

  test.concurrent("fails with a 503 and Retry-After when the deadline passes", async ({
    expect,
    pair,
  }) => {
    await pair.first.stop();
    await pair.second.stop();
    const { request } = pair.startGate();

    const started = performance.now();
    const work = request({ deadline: started + 200 });

    await expect(work).rejects.toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test.concurrent("fails at the deadline even while a statement is running", async ({
    expect,
    pair,
  }) => {
    pair.first.answer = () => "no response";
    const { gate, request } = pair.startGate();
    await expect.poll(() => gate.isOpen, { timeout: 10_000 }).toBe(true);

    await expect(request({ deadline: performance.now() + 200 })).rejects.toMatchObject({
      status: 503,
    });
  });

  test.concurrent("refuses requests above its capacity", async ({ expect, pair }) => {
    await pair.first.stop();
    await pair.second.stop();
    const { request } = pair.startGate({ capacity: 2 });
    const held = [
      request({ deadline: performance.now() + 500 }),
      request({ deadline: performance.now() + 500 }),
    ];

    await expect(request()).rejects.toThrow("too many requests wait for the database");
    await Promise.allSettled(held);
  });
});
