import { beforeEach, describe, expect, test, vi } from "vitest";
import { startProductCache } from "../../../shop/src/app/cache/product-cache.ts";
import type { Gates } from "../../../shop/src/app/database/gates.ts";
import { parseDatabase } from "../../../shop/src/app/database/target.ts";
import { Log } from "../../../shop/src/app/logging.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { FakePostgres } from "../support/fake-postgres.ts";
import { FakeValkey } from "../support/fake-valkey.ts";
import { migrated, startServer, startTestGates } from "../support/gates.ts";

// a busy machine is slow
vi.setConfig({ testTimeout: 30_000 });

const headers = { accept: "application/json" };
const silent = new (class extends Log {
  override write(): void {}
})("app-1");

let primary: FakePostgres;
let valkey: FakeValkey;
let gates: Gates;
let app: TestApp["app"];

const product = (id: number) => [id, `Lamp ${id}`, "Lamps", "Shines.", 4900];
const columns = ["id", "name", "category", "description", "price_cents"];

/** A database of six lamps. */
function answer(query: string) {
  if (query.includes("pg_current_wal_lsn")) return { columns: ["position"], rows: [["0/100"]] };
  if (query.includes("count(*)")) return { columns: ["total"], rows: [[6]] };
  if (query.includes("id = ANY")) return { columns, rows: [product(3)] };
  if (query.includes("FROM products")) return { columns, rows: [1, 2, 3, 4, 5, 6].map(product) };
  return migrated(query);
}

beforeEach(async () => {
  const { server, port } = await startServer();
  primary = server;
  primary.answer = answer;
  valkey = new FakeValkey();
  const cachePort = await valkey.start();
  gates = startTestGates(port);
  const cache = startProductCache({
    address: { host: "127.0.0.1", port: cachePort, user: "shop", password: "secret" },
    seconds: 60,
    database: parseDatabase(`postgres://shop@127.0.0.1:${port}/shop`),
    migrations: [{ name: "001-first", sql: "" }],
    reads: gates.reads,
    log: silent,
  });
  ({ app } = await createTestApp(gates, { cache }));
  await expect.poll(() => result("/products?page=9"), { timeout: 10_000 }).toBe("cache;desc=hit");
  primary.queries.length = 0;
  return () => cache.stop();
});

const open = async (url: string, accept = "application/json") =>
  app.inject({ url, headers: { accept } });
const result = async (url: string) => (await open(url)).headers["server-timing"];
const asked = () => primary.queries.filter((query) => query.includes("FROM products")).length;

describe("with a cache", () => {
  test.each(["/products", "/products?category=Lamps", "/products?page=2", "/products/3"])(
    "%s asks the database once, and says in a header how it was answered",
    async (url) => {
      expect(await result(url)).toBe("cache;desc=miss");
      const queries = asked();
      const first = await open(url);
      const second = await open(url);

      expect(first.headers["server-timing"]).toBe("cache;desc=hit");
      expect(second.body).toBe(first.body);
      expect(asked()).toBe(queries);
    },
  );

  test("a product's page shows the next ones of its category, then the first", async () => {
    await open("/products/3", "text/html");
    const { body } = await open("/products/3", "text/html");

    const cards = [...body.matchAll(/class="card" href="\/products\/(\d+)"/g)];
    expect(cards.map(([, id]) => id)).toEqual(["4", "5", "6", "1"]);
  });

  test("the cart and an order ask the database each time", async () => {
    await open("/products/3");
    const before = asked();
    const cart = encodeURIComponent(app.signCookie("key~3x1"));

    await app.inject({ url: "/cart", headers: { ...headers, cookie: `cart=${cart}` } });
    await app.inject({
      method: "POST",
      url: "/orders",
      headers: { ...headers, "idempotency-key": "k-1" },
      payload: { lines: [{ product: 3, quantity: 1 }] },
    });

    expect(asked()).toBe(before + 2);
  });

  test.each([
    ["/products?category=%00", 404],
    ["/products?category=Lamps%0d%0aSET%20x%20y", 404],
    ["/products?page=1%0a", 400],
    ["/products?page=1&page=2", 400],
    ["/products/3%00", 404],
    ["/products/3%0d%0a", 404],
  ])("%s is refused with %i, and nothing of it reaches the cache", async (url, status) => {
    const before = valkey.commands.length;

    expect((await open(url)).statusCode).toBe(status);
    expect(valkey.commands.length).toBe(before);
  });
});

describe("the counts", () => {
  test("are told to those who reach the app server itself", async () => {
    await open("/products/3");
    await open("/products/3");

    const counts = (await open("/cache")).json();
    expect(counts).toMatchObject({ errors: 0, hit: expect.any(Number), miss: expect.any(Number) });
    expect(counts.hit).toBeGreaterThanOrEqual(1);
  });

  test("are not told through the web servers", async () => {
    const answer = await app.inject({
      url: "/cache",
      headers: { ...headers, "x-forwarded-for": "192.0.2.1" },
    });

    expect(answer.statusCode).toBe(404);
  });
});

test("without a cache nothing says that there is one", async () => {
  ({ app } = await createTestApp(gates));

  expect(await result("/products/3")).toBeUndefined();
  expect((await open("/cache")).statusCode).toBe(404);
});
