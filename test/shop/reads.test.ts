import { setTimeout as sleep } from "node:timers/promises";
import { test as base, describe, expect, vi } from "vitest";
import type { Gates } from "../../shop/src/app/database/gates.ts";
import type { FakePostgres } from "./support/fake-postgres.ts";
import { migrated, startServer, startTestGates } from "./support/gates.ts";

// for a machine under load
vi.setConfig({ testTimeout: 30_000 });

const statement = "SELECT 1";
const answers = (special: ReturnType<FakePostgres["answer"]>) => (query: string) =>
  query === statement ? special : migrated(query);

/** A primary, a replica, and gates to them. */
const test = base.extend("pair", async ({ onTestFinished }) => {
  const primary = await startServer(onTestFinished);
  const replica = await startServer(onTestFinished, { isReplica: true });
  const start = () => startTestGates(onTestFinished, primary.port, replica.port);
  const startBoth = async () => {
    const gates = start();
    await isOpen(gates, "primary");
    await isOpen(gates, "replicas");
    return gates;
  };
  return { primary, replica, start, startBoth };
});

const isOpen = (gates: Gates, name: "primary" | "replicas", state = true) =>
  vi.waitFor(() => expect(gates[name]?.isOpen).toBe(state), { timeout: 10_000 });
const read = ({ reads }: Gates, milliseconds = 15_000) =>
  reads.run({ deadline: performance.now() + milliseconds }, (query) => query(statement));
const reached = (server: FakePostgres) =>
  server.queries.filter((query) => query === statement).length;

describe.concurrent("a read", () => {
  test("is answered by the replica", async ({ pair }) => {
    const gates = await pair.startBoth();

    await read(gates);

    expect([reached(pair.primary), reached(pair.replica)]).toEqual([0, 1]);
  });

  test("is answered by the primary at once while the replicas are unavailable", async ({
    pair,
  }) => {
    await pair.replica.stop();
    const gates = pair.start();
    await isOpen(gates, "primary");

    await read(gates);

    expect(reached(pair.primary)).toBe(1);
  });

  test("is answered by the primary when the replica's connection is lost during the query", async ({
    pair,
  }) => {
    pair.replica.answer = answers("disconnect");
    const gates = await pair.startBoth();

    await read(gates);

    expect([reached(pair.primary), reached(pair.replica)]).toEqual([1, 1]);
  });

  test.for(["40001", "57014", "57P01", "42P01"])(
    "is answered by the primary after the replica's SQLSTATE %s",
    async (error, { pair }) => {
      pair.replica.answer = answers({ error });
      const gates = await pair.startBoth();

      await read(gates);

      expect([reached(pair.primary), reached(pair.replica)]).toEqual([1, 1]);
    },
  );

  test("is answered by the primary when the replica is frozen", async ({ pair }) => {
    pair.replica.answer = answers("no response");
    const gates = await pair.startBoth();

    await read(gates);

    expect(reached(pair.primary)).toBe(1);
    expect(gates.logged).toContain("read database gate closed");
  });

  test("times out once when the proxy of both gates is frozen", async ({ pair }) => {
    const gates = await pair.startBoth();
    pair.primary.isFrozen = pair.replica.isFrozen = true;

    const work = read(gates);
    await isOpen(gates, "replicas", false);
    await isOpen(gates, "primary", false);
    pair.primary.isFrozen = false;
    await work;

    expect(reached(pair.primary)).toBe(1);
  });

  test("is answered by the primary when the replica's connection pool is exhausted", async ({
    pair,
  }) => {
    const gates = await pair.startBoth();
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const busy = Array.from({ length: 10 }, () =>
      gates.replicas?.run({ deadline: performance.now() + 15_000 }, () => until),
    );

    await read(gates);
    release();
    await Promise.all(busy);

    expect([reached(pair.primary), reached(pair.replica)]).toEqual([1, 0]);
  });

  test("is answered by the replica at once while the primary is unavailable", async ({ pair }) => {
    await pair.primary.stop();
    const gates = pair.start();
    await isOpen(gates, "replicas");

    await read(gates);

    expect(gates.primary.isOpen).toBe(false);
    expect(reached(pair.replica)).toBe(1);
  });

  test("is answered by whichever is available first when the primary and the replica fail", async ({
    pair,
  }) => {
    const gates = await pair.startBoth();
    await pair.primary.stop();
    let isFirst = true;
    pair.replica.answer = (query) => {
      if (query !== statement || !isFirst) return migrated(query);
      isFirst = false;
      return "disconnect";
    };

    await read(gates);

    expect(reached(pair.replica)).toBe(2);
    expect(gates.primary.isOpen).toBe(false);
  });

  test("continues on the replica when the primary fails", async ({ pair }) => {
    const gates = await pair.startBoth();
    await gates.primary.run({ deadline: performance.now() + 15_000 }, (query) => query("SELECT 2"));
    await pair.primary.stop();
    await isOpen(gates, "primary", false);

    await read(gates);

    expect(reached(pair.replica)).toBe(1);
  });

  test("waits while both are unavailable, and fails with a 503 at the deadline", async ({
    expect,
    pair,
  }) => {
    await pair.primary.stop();
    await pair.replica.stop();
    const gates = pair.start();

    const started = Date.now();
    const work = read(gates, 300);

    await expect(work).rejects.toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    expect(Date.now() - started).toBeGreaterThan(250);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test("keeps the deadline even while a replica does not respond", async ({ expect, pair }) => {
    pair.primary.answer = pair.replica.answer = answers("no response");
    const gates = await pair.startBoth();

    const started = Date.now();
    await expect(read(gates, 500)).rejects.toMatchObject({ status: 503 });

    expect(Date.now() - started).toBeLessThan(2000);
  });

  test("fails with an error of the work", async ({ expect, pair }) => {
    const gates = await pair.startBoth();

    const work = gates.reads.run({ deadline: performance.now() + 15_000 }, async () => {
      throw new Error("error of the work");
    });

    await expect(work).rejects.toThrow("error of the work");
  });
});

describe.concurrent("the read gate", () => {
  test("opens once the replica has all migrations, and writes nothing", async ({ pair }) => {
    const unmigrated = { columns: ["name"], rows: [["000-other"]] };
    pair.replica.answer = (query) =>
      query.includes("FROM migrations") ? unmigrated : migrated(query);
    const gates = pair.start();
    await isOpen(gates, "primary");
    await sleep(200);

    await read(gates);
    expect(gates.replicas?.isOpen).toBe(false);
    expect(reached(pair.replica)).toBe(0);

    pair.replica.answer = migrated;
    await isOpen(gates, "replicas");
    expect(pair.replica.queries.every((query) => query.startsWith("SELECT"))).toBe(true);
  });

  test("checks the migrations on each connection, since a proxy may route it to another server", async ({
    pair,
  }) => {
    const gates = await pair.startBoth();
    pair.replica.answer = (query) =>
      query.includes("to_regclass") ? { columns: ["exists"], rows: [["f"]] } : migrated(query);

    await read(gates);

    expect([reached(pair.primary), reached(pair.replica)]).toEqual([1, 0]);
    await isOpen(gates, "replicas", false);
  });

  test("also accepts a primary, which stands in for missing replicas", async ({ pair }) => {
    pair.replica.isReplica = false;
    const gates = await pair.startBoth();

    await read(gates);

    expect(reached(pair.replica)).toBe(1);
  });

  test("names its database in the log", async ({ pair }) => {
    const gates = await pair.startBoth();

    expect(gates.logged).toContain("database gate open");
    expect(gates.logged).toContain("read database gate open");
  });

  test("does not exist without a read database", async ({ onTestFinished, pair }) => {
    const gates = startTestGates(onTestFinished, pair.primary.port);

    await read(gates);

    expect(gates.replicas).toBeUndefined();
    expect(gates.reads).toBe(gates.primary);
    expect(reached(pair.primary)).toBe(1);
  });
});
