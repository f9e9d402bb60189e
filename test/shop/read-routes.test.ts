import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createTestApp, type TestApp } from "./support/app.ts";
import type { FakePostgres } from "./support/fake-postgres.ts";
import { startServer, startTestGates } from "./support/gates.ts";

// a busy machine is slow
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

const asked = (server: FakePostgres, table: string) =>
  server.queries.some((query) => query.includes(`FROM ${table}`));

describe("with a database for reads", () => {
  test.each(["/products", "/products?category=Lamps", "/products/1"])(
    "%s asks only the replica",
    async (url) => {
      await app.inject({ url, headers });

      expect(asked(replica, "products")).toBe(true);
      expect(asked(primary, "products")).toBe(false);
    },
  );

  test("an order's page asks only the primary", async () => {
    await app.inject({ url: "/orders/7d1f4f2a-6a0f-4c8e-9a51-0f6f2f3f8f11", headers });

    expect(asked(primary, "orders")).toBe(true);
    expect(asked(replica, "orders")).toBe(false);
  });

  test("an order is checked and placed on the primary", async () => {
    await app.inject({
      method: "POST",
      url: "/orders",
      headers: { ...headers, "idempotency-key": "k-1" },
      payload: { lines: [{ product: 1, quantity: 1 }] },
    });

    expect(primary.queries).toContain("BEGIN");
    expect(asked(primary, "products")).toBe(true);
    expect(asked(replica, "products")).toBe(false);
  });

  test("is ready once the primary is there, whether the replicas are or not", async () => {
    await replica.stop();

    expect((await app.inject("/readyz")).statusCode).toBe(200);
  });
});
