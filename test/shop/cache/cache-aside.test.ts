import { setTimeout as sleep } from "node:timers/promises";
import { test as base, describe, expect, vi } from "vitest";
import { CacheAside, type Item } from "../../../shop/src/app/cache/cache-aside.ts";
import { CacheConnection } from "../../../shop/src/app/cache/connection.ts";
import { Counters } from "../../../shop/src/app/cache/counters.ts";
import { Behind } from "../../../shop/src/app/cache/current-reads.ts";
import { generationKey, lockKey, valueKey, versionKey } from "../../../shop/src/app/cache/keys.ts";
import { Versions } from "../../../shop/src/app/cache/versions.ts";
import { startValkey } from "../support/fake-valkey.ts";

// a busy machine is slow
vi.setConfig({ testTimeout: 30_000 });

/** An app server's way to the cache. */
interface AppServer {
  readonly cache: CacheConnection;
  readonly versions: Versions;
  readonly counters: Counters;
  readonly aside: CacheAside;
}

/** A price in a database, and app servers that keep it in one cache. */
const test = base.extend("shop", async ({ onTestFinished }) => {
  const valkey = await startValkey(onTestFinished);
  /** What the database holds, and how often it was asked. */
  const database = { price: 100, asked: 0 };

  /** @param commandMilliseconds as long as a busy machine may need */
  const start = async (commandMilliseconds = 1500): Promise<AppServer> => {
    const cache: CacheConnection = new CacheConnection({
      address: { host: "127.0.0.1", port: valkey.port, user: "shop", password: "secret" },
      onConnect: () => versions.renew(),
      onChange: () => undefined,
      commandMilliseconds,
      restMilliseconds: 1000,
    });
    onTestFinished(() => cache.stop());
    const versions = new Versions(cache);
    const counters = new Counters();
    versions.told(true);
    const aside = new CacheAside({ cache, versions, counters, seconds: 60 });
    const server = { cache, versions, counters, aside };
    await isTrusted(server);
    return server;
  };
  const app = await start();

  const load = async () => {
    database.asked++;
    return database.price;
  };
  const slowly = (milliseconds: number) => item(() => sleep(milliseconds).then(load));
  const get = (server = app, which = item(load)) => server.aside.get(which);
  const stamp = () =>
    `${valkey.texts.get(generationKey)} ${valkey.texts.get(versionKey("product:1"))}`;
  return { valkey, database, start, app, slowly, get, stamp };
});

const isTrusted = ({ versions }: AppServer) =>
  vi.waitFor(() => expect(versions.areTrusted).toBe(true), { timeout: 10_000 });

const item = (load: Item<number>["load"]): Item<number> => ({
  task: { deadline: performance.now() + 20_000 },
  name: "price",
  scope: "product:1",
  load,
  accepts: (value): value is number => typeof value === "number",
});

describe.concurrent("a value", () => {
  test("is asked for once, and then found", async ({ shop }) => {
    expect(await shop.get()).toEqual({ value: 100, result: "miss" });
    expect(await shop.get()).toEqual({ value: 100, result: "hit" });

    expect(shop.database.asked).toBe(1);
    expect(shop.app.counters).toMatchObject({ hit: 1, miss: 1, bypass: 0, errors: 0, loads: 1 });
  });

  test("is asked for once by 200 at the same time", async ({ shop }) => {
    const all = await Promise.all(
      Array.from({ length: 200 }, () => shop.get(shop.app, shop.slowly(50))),
    );

    expect(shop.database.asked).toBe(1);
    expect(all.every(({ value }) => value === 100)).toBe(true);
  });

  test("is asked for once by two servers at the same time, whatever takes long", async ({
    shop,
  }) => {
    const other = await shop.start();
    await isTrusted(shop.app);

    await Promise.all([shop.get(shop.app, shop.slowly(200)), shop.get(other, shop.slowly(200))]);

    expect(shop.database.asked).toBe(1);
  });

  test("is asked for by whoever waits in vain for a server that died", async ({ shop }) => {
    await shop.get();
    shop.valkey.texts.delete(valueKey("price"));
    shop.valkey.texts.set(lockKey(`price:${shop.stamp()}`), "");

    expect(await shop.get()).toEqual({ value: 100, result: "miss" });
  });

  test("leaves no lock behind, also when the database failed", async ({ expect, shop }) => {
    const fails = item(async () => {
      throw new Error("away");
    });

    await expect(shop.get(shop.app, fails)).rejects.toThrow("away");

    expect([...shop.valkey.texts.keys()].filter((key) => key.startsWith(lockKey("")))).toEqual([]);
  });

  test("is asked for again by who has more time than the first who asked", async ({
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
  test("is asked for anew", async ({ shop }) => {
    await shop.get();
    shop.database.price = 200;
    await shop.app.versions.replace(["product:1"]);

    expect(await shop.get()).toEqual({ value: 200, result: "miss" });
  });

  test("is not hidden by who read the old one before and keeps it afterwards", async ({ shop }) => {
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
    await shop.app.versions.replace(["product:1"]);
    await late;

    expect((await shop.get()).value).toBe(200);
  });

  test("is not waited for together with those who asked before it changed", async ({ shop }) => {
    const before = shop.get(shop.app, shop.slowly(0));
    shop.database.price = 200;
    void shop.app.versions.replace(["product:1"]);

    expect((await shop.get()).value).toBe(200);
    await before;
  });

  test("is not kept when nobody could be asked who surely has the change", async ({ shop }) => {
    const behind = item(async (from) => {
      if (from === "current") throw new Behind("behind");
      return 100;
    });

    expect(await shop.get(shop.app, behind)).toEqual({ value: 100, result: "miss" });
    expect(shop.valkey.texts.has(valueKey("price"))).toBe(false);
  });

  test("is asked for anew when its version was lost, as anything in a cache may be", async ({
    shop,
  }) => {
    await shop.get();
    shop.database.price = 200;
    shop.valkey.texts.delete(versionKey("product:1"));

    expect((await shop.get()).value).toBe(200);
  });

  test("is asked for anew when the generation was lost", async ({ shop }) => {
    await shop.get();
    shop.database.price = 200;
    shop.valkey.texts.delete(generationKey);

    expect(await shop.get()).toEqual({ value: 200, result: "bypass" });
    await isTrusted(shop.app);
    expect(await shop.get()).toEqual({ value: 200, result: "miss" });
  });

  test("is asked for anew after a time in which nothing was told, and the cache is left alone meanwhile", async ({
    shop,
  }) => {
    await shop.get();
    shop.app.versions.told(false);
    shop.database.price = 200;

    expect(await shop.get()).toEqual({ value: 200, result: "bypass" });
    shop.app.versions.told(true);
    await isTrusted(shop.app);
    expect(await shop.get()).toEqual({ value: 200, result: "miss" });
  });

  test("is asked for anew after another connection, which may lead to another cache", async ({
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

  test("is asked for anew when the cache could not be told", async ({ shop }) => {
    await shop.get();
    shop.database.price = 200;
    shop.valkey.mood = "is full";
    await shop.app.versions.replace(["product:1"]);

    expect(await shop.get()).toEqual({ value: 200, result: "bypass" });
    shop.valkey.mood = "answers";
    await isTrusted(shop.app);
    expect(await shop.get()).toEqual({ value: 200, result: "miss" });
  });
});

describe.concurrent("garbage in the cache", () => {
  test.for([
    ["no JSON", "{"],
    ["null", "null"],
    ["a number", "7"],
    ["a value without a stamp", '{"value":7}'],
    ["a value of another form", '{"stamp":"STAMP","value":"seven"}'],
  ] as const)("counts as a miss: %s", async ([_, text], { shop }) => {
    await shop.get();
    shop.valkey.texts.set(valueKey("price"), text.replace("STAMP", shop.stamp()));

    expect(await shop.get()).toEqual({ value: 100, result: "miss" });
    expect(await shop.get()).toEqual({ value: 100, result: "hit" });
  });
});

describe.concurrent("without a cache", () => {
  test("that is dead, the database is asked, once at a time", async ({ shop }) => {
    await shop.valkey.stop();

    const all = await Promise.all(
      Array.from({ length: 20 }, () => shop.get(shop.app, shop.slowly(50))),
    );

    expect(all.every(({ value, result }) => value === 100 && result === "bypass")).toBe(true);
    expect(shop.database.asked).toBe(1);
  });

  test("that answers, the database is asked within a moment, and then at once", async ({
    shop,
  }) => {
    const app = await shop.start(200);
    shop.valkey.mood = "is silent";

    const begin = performance.now();
    for (let number = 0; number < 5; number++) await shop.get(app);
    const whileAsked = performance.now() - begin;
    for (let number = 0; number < 100; number++) await shop.get(app);
    const after = performance.now() - begin - whileAsked;

    expect(app.counters).toMatchObject({ bypass: 105 });
    expect(whileAsked).toBeLessThan(4000);
    expect(after).toBeLessThan(1000);
  });

  test("that takes anything in, pages are right", async ({ shop }) => {
    shop.valkey.mood = "is full";
    shop.database.price = 300;

    expect((await shop.get()).value).toBe(300);
    expect((await shop.get()).value).toBe(300);
  });

  test("for a while, it is used again afterwards", async ({ expect, shop }) => {
    const app = await shop.start(200);
    shop.valkey.mood = "is silent";
    for (let number = 0; number < 6; number++) await shop.get(app);

    shop.valkey.mood = "answers";

    await expect.poll(async () => (await shop.get(app)).result, { timeout: 20_000 }).toBe("hit");
  });
});

test.concurrent("all commands are those that the shop's user may give", async ({ shop }) => {
  await shop.get();
  await shop.get();
  await shop.app.versions.replace(["product:1"]);

  const given = new Set(shop.valkey.commands.map(([name]) => name?.toLowerCase()));
  expect([...given].sort()).toEqual(["auth", "del", "mget", "mset", "set"]);
});
