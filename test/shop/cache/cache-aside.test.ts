import { setTimeout as sleep } from "node:timers/promises";
import { test as base, describe, expect, vi } from "vitest";
import { CacheAside, type Item } from "../../../shop/src/app/cache/cache-aside.ts";
import { CacheConnection } from "../../../shop/src/app/cache/connection.ts";
import { Counters } from "../../../shop/src/app/cache/counters.ts";
import { StaleRead } from "../../../shop/src/app/cache/current-reads.ts";
import { GENERATION_KEY, lockKey, valueKey, versionKey } from "../../../shop/src/app/cache/keys.ts";
import { Versions } from "../../../shop/src/app/cache/versions.ts";
import { startValkey } from "../support/fake-valkey.ts";

// for a machine under load
vi.setConfig({ testTimeout: 30_000 });

/** An app server's access to the cache. */
interface AppServer {
  readonly cache: CacheConnection;
  readonly versions: Versions;
  readonly counters: Counters;
  readonly aside: CacheAside;
}

/** A price in a database, and app servers that share a cache of it. */
const test = base.extend("shop", async ({ onTestFinished }) => {
  const valkey = await startValkey(onTestFinished);
  const database = { price: 100, reads: 0 };

  /** @param commandTimeoutMs long enough for a machine under load */
  const start = async (commandTimeoutMs = 1500): Promise<AppServer> => {
    const cache: CacheConnection = new CacheConnection({
      address: { host: "127.0.0.1", port: valkey.port, user: "shop", password: "secret" },
      onConnect: () => versions.invalidateAll(),
      onBreakerChange: () => undefined,
      commandTimeoutMs,
      resetTimeoutMs: 1000,
    });
    onTestFinished(() => cache.stop());
    const versions = new Versions(cache);
    const counters = new Counters();
    versions.setListening(true);
    const aside = new CacheAside({ cache, versions, counters, ttlSeconds: 60 });
    const server = { cache, versions, counters, aside };
    await isTrusted(server);
    return server;
  };
  const app = await start();

  const load = async () => {
    database.reads++;
    return database.price;
  };
  const slowly = (milliseconds: number) => item(() => sleep(milliseconds).then(load));
  const get = (server = app, which = item(load)) => server.aside.get(which);
  const stamp = () =>
    `${valkey.texts.get(GENERATION_KEY)} ${valkey.texts.get(versionKey("product:1"))}`;
  return { valkey, database, start, app, slowly, get, stamp };
});

const isTrusted = ({ versions }: AppServer) =>
  vi.waitFor(() => expect(versions.areTrusted).toBe(true), { timeout: 10_000 });

const item = (load: Item<number>["load"]): Item<number> => ({
  task: { deadline: performance.now() + 20_000 },
  name: "price",
  scope: "product:1",
  load,
  isValid: (value): value is number => typeof value === "number",
});

describe.concurrent("a cached value", () => {
  test("is a miss first, then a hit", async ({ shop }) => {
    expect(await shop.get()).toEqual({ value: 100, result: "miss" });
    expect(await shop.get()).toEqual({ value: 100, result: "hit" });

    expect(shop.database.reads).toBe(1);
    expect(shop.app.counters).toMatchObject({ hit: 1, miss: 1, bypass: 0, errors: 0, loads: 1 });
  });

  test("is read from the database once by 200 concurrent requests", async ({ shop }) => {
    const all = await Promise.all(
      Array.from({ length: 200 }, () => shop.get(shop.app, shop.slowly(50))),
    );

    expect(shop.database.reads).toBe(1);
    expect(all.every(({ value }) => value === 100)).toBe(true);
  });

  test("is read from the database once by two app servers at the same time", async ({ shop }) => {
    const other = await shop.start();
    await isTrusted(shop.app);

    await Promise.all([shop.get(shop.app, shop.slowly(200)), shop.get(other, shop.slowly(200))]);

    expect(shop.database.reads).toBe(1);
  });

  test("is read by a server whose wait for a dead server's lock times out", async ({ shop }) => {
    await shop.get();
    shop.valkey.texts.delete(valueKey("price"));
    shop.valkey.texts.set(lockKey(`price:${shop.stamp()}`), "");

    expect(await shop.get()).toEqual({ value: 100, result: "miss" });
  });

  test("leaves no lock behind when the database fails", async ({ expect, shop }) => {
    const fails = item(async () => {
      throw new Error("unavailable");
    });

    await expect(shop.get(shop.app, fails)).rejects.toThrow("unavailable");

    expect([...shop.valkey.texts.keys()].filter((key) => key.startsWith(lockKey("")))).toEqual([]);
  });

  test("is read again by a request with a later deadline than the first one", async ({
    expect,
    shop,
  }) => {
    const first = shop.get(
      shop.app,
      item(async () => {
        await sleep(50);
        throw new Error("no time left");
      }),
    );
    const second = shop.get();

    await expect(first).rejects.toThrow("no time left");
    expect((await second).value).toBe(100);
  });
});

describe.concurrent("a changed value", () => {
  test("is read again", async ({ shop }) => {
    await shop.get();
    shop.database.price = 200;
    await shop.app.versions.invalidate(["product:1"]);

    expect(await shop.get()).toEqual({ value: 200, result: "miss" });
  });

  test("is not overwritten by a late reader that stores the old value", async ({ shop }) => {
    const late = shop.get(
      shop.app,
      item(async () => {
        const old = shop.database.price;
        await sleep(200);
        return old;
      }),
    );
    await sleep(50);
    shop.database.price = 200;
    await shop.app.versions.invalidate(["product:1"]);
    await late;

    expect((await shop.get()).value).toBe(200);
  });

  test("is not served from a read that started before the change", async ({ shop }) => {
    const before = shop.get(shop.app, shop.slowly(0));
    shop.database.price = 200;
    void shop.app.versions.invalidate(["product:1"]);

    expect((await shop.get()).value).toBe(200);
    await before;
  });

  test("is not cached when no current server could be read", async ({ shop }) => {
    const stale = item(async (from) => {
      if (from === "current") throw new StaleRead("stale");
      return 100;
    });

    expect(await shop.get(shop.app, stale)).toEqual({ value: 100, result: "miss" });
    expect(shop.valkey.texts.has(valueKey("price"))).toBe(false);
  });

  test("is read again when its version was evicted", async ({ shop }) => {
    await shop.get();
    shop.database.price = 200;
    shop.valkey.texts.delete(versionKey("product:1"));

    expect((await shop.get()).value).toBe(200);
  });

  test("is read again when the generation was evicted", async ({ shop }) => {
    await shop.get();
    shop.database.price = 200;
    shop.valkey.texts.delete(GENERATION_KEY);

    expect(await shop.get()).toEqual({ value: 200, result: "bypass" });
    await isTrusted(shop.app);
    expect(await shop.get()).toEqual({ value: 200, result: "miss" });
  });

  test("is read again after a time without notifications, in which the cache is bypassed", async ({
    shop,
  }) => {
    await shop.get();
    shop.app.versions.setListening(false);
    shop.database.price = 200;

    expect(await shop.get()).toEqual({ value: 200, result: "bypass" });
    shop.app.versions.setListening(true);
    await isTrusted(shop.app);
    expect(await shop.get()).toEqual({ value: 200, result: "miss" });
  });

  test("is read again after a reconnect, which may have reached another cache", async ({
    expect,
    shop,
  }) => {
    await shop.get();
    shop.database.price = 200;
    await shop.valkey.stop();
    await shop.valkey.start();
    await expect.poll(async () => (await shop.get()).result, { timeout: 15_000 }).toBe("miss");

    expect(await shop.get()).toEqual({ value: 200, result: "hit" });
  });

  test("is read again when the invalidation failed", async ({ shop }) => {
    await shop.get();
    shop.database.price = 200;
    shop.valkey.mode = "out of memory";
    await shop.app.versions.invalidate(["product:1"]);

    expect(await shop.get()).toEqual({ value: 200, result: "bypass" });
    shop.valkey.mode = "normal";
    await isTrusted(shop.app);
    expect(await shop.get()).toEqual({ value: 200, result: "miss" });
  });
});

describe.concurrent("an invalid cache entry", () => {
  test.for([
    ["invalid JSON", "{"],
    ["null", "null"],
    ["a number", "7"],
    ["a value without a stamp", '{"value":7}'],
    ["a value of another type", '{"stamp":"STAMP","value":"seven"}'],
  ] as const)("is a cache miss: %s", async ([_, text], { shop }) => {
    await shop.get();
    shop.valkey.texts.set(valueKey("price"), text.replace("STAMP", shop.stamp()));

    expect(await shop.get()).toEqual({ value: 100, result: "miss" });
    expect(await shop.get()).toEqual({ value: 100, result: "hit" });
  });
});

describe.concurrent("a cache failure", () => {
  test("sends concurrent reads to the database once when the connection is refused", async ({
    shop,
  }) => {
    await shop.valkey.stop();

    const all = await Promise.all(
      Array.from({ length: 20 }, () => shop.get(shop.app, shop.slowly(50))),
    );

    expect(all.every(({ value, result }) => value === 100 && result === "bypass")).toBe(true);
    expect(shop.database.reads).toBe(1);
  });

  test("costs a few timeouts until the circuit breaker opens", async ({ shop }) => {
    const app = await shop.start(200);
    shop.valkey.mode = "no response";

    const begin = performance.now();
    for (let number = 0; number < 5; number++) await shop.get(app);
    const untilOpen = performance.now() - begin;
    for (let number = 0; number < 100; number++) await shop.get(app);
    const after = performance.now() - begin - untilOpen;

    expect(app.counters).toMatchObject({ bypass: 105 });
    expect(untilOpen).toBeLessThan(4000);
    expect(after).toBeLessThan(1000);
  });

  test("returns current values when the cache is out of memory", async ({ shop }) => {
    shop.valkey.mode = "out of memory";
    shop.database.price = 300;

    expect((await shop.get()).value).toBe(300);
    expect((await shop.get()).value).toBe(300);
  });

  test("ends when the circuit breaker closes", async ({ expect, shop }) => {
    const app = await shop.start(200);
    shop.valkey.mode = "no response";
    for (let number = 0; number < 6; number++) await shop.get(app);

    shop.valkey.mode = "normal";

    await expect.poll(async () => (await shop.get(app)).result, { timeout: 20_000 }).toBe("hit");
  });
});

test.concurrent("sends only commands that the ACL allows the shop's user", async ({ shop }) => {
  await shop.get();
  await shop.get();
  await shop.app.versions.invalidate(["product:1"]);

  const sent = new Set(shop.valkey.commands.map(([name]) => name?.toLowerCase()));
  expect([...sent].sort()).toEqual(["auth", "del", "mget", "mset", "set"]);
});
