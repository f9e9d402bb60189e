import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createTestApp, type TestApp } from "./support/app.ts";
import type { FakePostgres } from "./support/fake-postgres.ts";
import { startServer, startTestGates } from "./support/gates.ts";

// for a machine under load
vi.setConfig({ testTimeout: 30_000 });

const headers = { accept: "application/json" };

let primary: FakePostgres;
let replica: FakePostgres;
let app: TestApp["app"];

beforeEach(async () => {
  primary = await startServer(onTestFinished);
  replica = await startServer(onTestFinished, { isReplica: true });
  const gates = startTestGates(onTestFinished, primary.port, replica.port);
  ({ app } = await createTestApp(onTestFinished, gates));
  await expect.poll(() => gates.primary.isOpen && gates.replicas?.isOpen).toBe(true);
});

const received = (server: FakePostgres, table: string) =>
  server.queries.some((query) => query.includes(`FROM ${table}`));

describe("with a read database", () => {
  test.each(["/products", "/products?category=Lamps", "/products/1"])(
    "%s reads only from the replica",
    async (url) => {
      await app.inject({ url, headers });

      expect(received(replica, "products")).toBe(true);
      expect(received(primary, "products")).toBe(false);
    },
  );

  test("an order's page reads only from the primary", async () => {
    await app.inject({ url: "/orders/7d1f4f2a-6a0f-4c8e-9a51-0f6f2f3f8f11", headers });

    expect(received(primary, "orders")).toBe(true);
    expect(received(replica, "orders")).toBe(false);
  });

  test("an order is checked and placed on the primary", async () => {
    await app.inject({
      method: "POST",
      url: "/orders",
      headers: { ...headers, "idempotency-key": "k-1" },
      payload: { lines: [{ product: 1, quantity: 1 }] },
    });

    expect(primary.queries).toContain("BEGIN");
    expect(received(primary, "products")).toBe(true);
    expect(received(replica, "products")).toBe(false);
  });

  test("readiness depends on the primary, not on the replicas", async () => {
    await replica.stop();

    expect((await app.inject("/readyz")).statusCode).toBe(200);
  });
});
