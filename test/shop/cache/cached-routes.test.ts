import { test as base, describe, expect, vi } from "vitest";
import { Log } from "../../../programs/log.ts";
import { startProductCache } from "../../../shop/src/app/cache/product-cache.ts";
import { parseDatabase } from "../../../shop/src/app/database/target.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { FakePostgres } from "../support/fake-postgres.ts";
import { startValkey } from "../support/fake-valkey.ts";
import { migrated, startServer, startTestGates } from "../support/gates.ts";

// for a machine under load
vi.setConfig({ testTimeout: 30_000 });

const headers = { accept: "application/json" };
const silent = new (class extends Log {
  override write(): void {}
})("app-1");

const product = (id: number) => [id, `Lamp ${id}`, "Lamps", "Shines.", 4900];
const columns = ["id", "name", "category", "description", "price_cents"];

/** The responses of a database with six lamps. */
function answer(query: string) {
  if (query.includes("pg_current_wal_lsn")) return { columns: ["position"], rows: [["0/100"]] };
  if (query.includes("count(*)")) return { columns: ["total"], rows: [[6]] };
  if (query.includes("id = ANY")) return { columns, rows: [product(3)] };
  if (query.includes("FROM products")) return { columns, rows: [1, 2, 3, 4, 5, 6].map(product) };
  return migrated(query);
}

/** An app server with a database and a cache, after its first cache hit. */
const test = base.extend("shop", async ({ onTestFinished }) => {
  const primary = await startServer(onTestFinished);
  primary.answer = answer;
  const valkey = await startValkey(onTestFinished);
  const gates = startTestGates(onTestFinished, primary.port);
  const cache = startProductCache({
    address: { host: "127.0.0.1", port: valkey.port, user: "shop", password: "secret" },
    ttlSeconds: 60,
    database: parseDatabase(`postgres://shop@127.0.0.1:${primary.port}/shop`),
    migrations: [{ name: "001-first", sql: "" }],
    reads: gates.reads,
    log: silent,
  });
  onTestFinished(() => cache.stop());
  const { app } = await createTestApp(onTestFinished, gates, { cache });
  const isHit = async () => expect(await result(app, "/products?page=9")).toBe("cache;desc=hit");
  await vi.waitFor(isHit, { timeout: 10_000 });
  primary.queries.length = 0;
  return { primary, valkey, gates, app };
});

const open = (app: TestApp["app"], url: string, accept = "application/json") =>
  app.inject({ url, headers: { accept } });
const result = async (app: TestApp["app"], url: string) =>
  (await open(app, url)).headers["server-timing"];
const received = (server: FakePostgres) =>
  server.queries.filter((query) => query.includes("FROM products")).length;

// not concurrent: under load a command exceeds the cache's short timeout, and the cache is bypassed
describe("with a cache", () => {
  test.for(["/products", "/products?category=Lamps", "/products?page=2", "/products/3"])(
    "%s reads from the database once, and reports the cache result in Server-Timing",
    async (url, { shop }) => {
      expect(await result(shop.app, url)).toBe("cache;desc=miss");
      const queries = received(shop.primary);
      const first = await open(shop.app, url);
      const second = await open(shop.app, url);

      expect(first.headers["server-timing"]).toBe("cache;desc=hit");
      expect(second.body).toBe(first.body);
      expect(received(shop.primary)).toBe(queries);
    },
  );

  test("a product's page shows the next ones of its category, then the first", async ({ shop }) => {
    await open(shop.app, "/products/3", "text/html");
    const { body } = await open(shop.app, "/products/3", "text/html");

    const cards = [...body.matchAll(/class="card" href="\/products\/(\d+)"/g)];
    expect(cards.map(([, id]) => id)).toEqual(["4", "5", "6", "1"]);
  });

  test("the cart and an order bypass the cache", async ({ shop }) => {
    await open(shop.app, "/products/3");
    const before = received(shop.primary);
    const cart = encodeURIComponent(shop.app.signCookie("key~3x1"));

    await shop.app.inject({ url: "/cart", headers: { ...headers, cookie: `cart=${cart}` } });
    await shop.app.inject({
      method: "POST",
      url: "/orders",
      headers: { ...headers, "idempotency-key": "k-1" },
      payload: { lines: [{ product: 3, quantity: 1 }] },
    });

    expect(received(shop.primary)).toBe(before + 2);
  });

  test.for([
    ["/products?category=%00", 404],
    ["/products?category=Lamps%0d%0aSET%20x%20y", 404],
    ["/products?page=1%0a", 400],
    ["/products?page=1&page=2", 400],
    ["/products/3%00", 404],
    ["/products/3%0d%0a", 404],
  ] as const)(
    "%s is refused with %i, and sends no command to the cache",
    async ([url, status], { shop }) => {
      const before = shop.valkey.commands.length;

      expect((await open(shop.app, url)).statusCode).toBe(status);
      expect(shop.valkey.commands.length).toBe(before);
    },
  );
});

describe.concurrent("the cache statistics", () => {
  test("are served to clients that reach the app server directly", async ({ shop }) => {
    await open(shop.app, "/products/3");
    await open(shop.app, "/products/3");

    const counts = (await open(shop.app, "/cache")).json();
    expect(counts).toMatchObject({ errors: 0, hit: expect.any(Number), miss: expect.any(Number) });
    expect(counts.hit).toBeGreaterThanOrEqual(1);
  });

  test("are not served through the web servers", async ({ shop }) => {
    const answer = await shop.app.inject({
      url: "/cache",
      headers: { ...headers, "x-forwarded-for": "192.0.2.1" },
    });

    expect(answer.statusCode).toBe(404);
  });
});

test.concurrent("without a cache there are no Server-Timing and no statistics", async ({
  onTestFinished,
  shop,
}) => {
  const { app } = await createTestApp(onTestFinished, shop.gates);

  expect(await result(app, "/products/3")).toBeUndefined();
  expect((await open(app, "/cache")).statusCode).toBe(404);
});
