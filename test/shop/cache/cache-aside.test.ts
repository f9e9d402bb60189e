import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CacheAside, type Item } from "../../../shop/src/app/cache/cache-aside.ts";
import { CacheConnection } from "../../../shop/src/app/cache/connection.ts";
import { Counters } from "../../../shop/src/app/cache/counters.ts";
import { Behind } from "../../../shop/src/app/cache/current-reads.ts";
import { generationKey, lockKey, valueKey, versionKey } from "../../../shop/src/app/cache/keys.ts";
import { Versions } from "../../../shop/src/app/cache/versions.ts";
import { FakeValkey } from "../support/fake-valkey.ts";

// a busy machine is slow
vi.setConfig({ testTimeout: 30_000 });

/** An app server's way to the cache. */
interface AppServer {
  readonly cache: CacheConnection;
  readonly versions: Versions;
  readonly counters: Counters;
  readonly aside: CacheAside;
}

let valkey: FakeValkey;
let port: number;
/** What the database holds, and how often it was asked. */
let price: number;
let asked: number;
let app: AppServer;
const started: AppServer[] = [];

beforeEach(async () => {
  valkey = new FakeValkey();
  port = await valkey.start();
  price = 100;
  asked = 0;
  app = await start();
});
afterEach(() => {
  for (const { cache } of started.splice(0)) cache.stop();
});

/** @param commandMilliseconds as long as a busy machine may need */
async function start(commandMilliseconds = 1500): Promise<AppServer> {
  const cache: CacheConnection = new CacheConnection({
    address: { host: "127.0.0.1", port, user: "shop", password: "secret" },
    onConnect: () => versions.renew(),
    onChange: () => undefined,
    commandMilliseconds,
    restMilliseconds: 1000,
  });
  const versions = new Versions(cache);
  const counters = new Counters();
  versions.told(true);
  const server = {
    cache,
    versions,
    counters,
    aside: new CacheAside({ cache, versions, counters, seconds: 60 }),
  };
  started.push(server);
  await isTrusted(server);
  return server;
}

const isTrusted = ({ versions }: AppServer) =>
  expect.poll(() => versions.areTrusted, { timeout: 10_000 }).toBe(true);

const item = (load?: Item<number>["load"]): Item<number> => ({
  task: { deadline: performance.now() + 20_000 },
  name: "price",
  scope: "product:1",
  load:
    load ??
    (async () => {
      asked++;
      return price;
    }),
  accepts: (value): value is number => typeof value === "number",
});
const stamp = () =>
  `${valkey.texts.get(generationKey)} ${valkey.texts.get(versionKey("product:1"))}`;
const get = (server = app, which = item()) => server.aside.get(which);
const slowly = (milliseconds: number) =>
  item(async () => {
    asked++;
    await sleep(milliseconds);
    return price;
  });

describe("a value", () => {
  test("is asked for once, and then found", async () => {
    expect(await get()).toEqual({ value: 100, result: "miss" });
    expect(await get()).toEqual({ value: 100, result: "hit" });

    expect(asked).toBe(1);
    expect(app.counters).toMatchObject({ hit: 1, miss: 1, bypass: 0, errors: 0, loads: 1 });
  });

  test("is asked for once by 200 at the same time", async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => get(app, slowly(50))));

    expect(asked).toBe(1);
    expect(all.every(({ value }) => value === 100)).toBe(true);
  });

  test("is asked for once by two servers at the same time, whatever takes long", async () => {
    const other = await start();
    await isTrusted(app);

    await Promise.all([get(app, slowly(200)), get(other, slowly(200))]);

    expect(asked).toBe(1);
  });

  test("is asked for by whoever waits in vain for a server that died", async () => {
    await get();
    valkey.texts.delete(valueKey("price"));
    valkey.texts.set(lockKey(`price:${stamp()}`), "");

    expect(await get()).toEqual({ value: 100, result: "miss" });
  });

  test("leaves no lock behind, also when the database failed", async () => {
    const fails = item(async () => {
      throw new Error("away");
    });

    await expect(get(app, fails)).rejects.toThrow("away");

    expect([...valkey.texts.keys()].filter((key) => key.startsWith(lockKey("")))).toEqual([]);
  });

  test("is asked for again by who has more time than the first who asked", async () => {
    const first = get(
      app,
      item(async () => {
        await sleep(50);
        throw new Error("no time left");
      }),
    );
    const second = get();

    await expect(first).rejects.toThrow("no time left");
    expect((await second).value).toBe(100);
  });
});

describe("a changed value", () => {
  test("is asked for anew", async () => {
    await get();
    price = 200;
    await app.versions.replace(["product:1"]);

    expect(await get()).toEqual({ value: 200, result: "miss" });
  });

  test("is not hidden by who read the old one before and keeps it afterwards", async () => {
    const late = get(
      app,
      item(async () => {
        const old = price;
        await sleep(200);
        return old;
      }),
    );
    await sleep(50);
    price = 200;
    await app.versions.replace(["product:1"]);
    await late;

    expect((await get()).value).toBe(200);
  });

  test("is not waited for together with those who asked before it changed", async () => {
    const before = get(app, slowly(0));
    price = 200;
    void app.versions.replace(["product:1"]);

    expect((await get()).value).toBe(200);
    await before;
  });

  test("is not kept when nobody could be asked who surely has the change", async () => {
    const behind = item(async (from) => {
      if (from === "current") throw new Behind("behind");
      return 100;
    });

    expect(await get(app, behind)).toEqual({ value: 100, result: "miss" });
    expect(valkey.texts.has(valueKey("price"))).toBe(false);
  });

  test("is asked for anew when its version was lost, as anything in a cache may be", async () => {
    await get();
    price = 200;
    valkey.texts.delete(versionKey("product:1"));

    expect((await get()).value).toBe(200);
  });

  test("is asked for anew when the generation was lost", async () => {
    await get();
    price = 200;
    valkey.texts.delete(generationKey);

    expect(await get()).toEqual({ value: 200, result: "bypass" });
    await isTrusted(app);
    expect(await get()).toEqual({ value: 200, result: "miss" });
  });

  test("is asked for anew after a time in which nothing was told, and the cache is left alone meanwhile", async () => {
    await get();
    app.versions.told(false);
    price = 200;

    expect(await get()).toEqual({ value: 200, result: "bypass" });
    app.versions.told(true);
    await isTrusted(app);
    expect(await get()).toEqual({ value: 200, result: "miss" });
  });

  test("is asked for anew after another connection, which may lead to another cache", async () => {
    await get();
    price = 200;
    await valkey.stop();
    await valkey.start(port);
    await expect.poll(async () => (await get()).result, { timeout: 15_000 }).toBe("miss");

    expect(await get()).toEqual({ value: 200, result: "hit" });
  });

  test("is asked for anew when the cache could not be told", async () => {
    await get();
    price = 200;
    valkey.mood = "is full";
    await app.versions.replace(["product:1"]);

    expect(await get()).toEqual({ value: 200, result: "bypass" });
    valkey.mood = "answers";
    await isTrusted(app);
    expect(await get()).toEqual({ value: 200, result: "miss" });
  });
});

describe("garbage in the cache", () => {
  test.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["a number", "7"],
    ["a value without a stamp", '{"value":7}'],
    ["a value of another form", '{"stamp":"STAMP","value":"seven"}'],
  ])("counts as a miss: %s", async (_, text) => {
    await get();
    valkey.texts.set(valueKey("price"), text.replace("STAMP", stamp()));

    expect(await get()).toEqual({ value: 100, result: "miss" });
    expect(await get()).toEqual({ value: 100, result: "hit" });
  });
});

describe("without a cache", () => {
  test("that is dead, the database is asked, once at a time", async () => {
    await valkey.stop();

    const all = await Promise.all(Array.from({ length: 20 }, () => get(app, slowly(50))));

    expect(all.every(({ value, result }) => value === 100 && result === "bypass")).toBe(true);
    expect(asked).toBe(1);
  });

  test("that answers, the database is asked within a moment, and then at once", async () => {
    app = await start(200);
    valkey.mood = "is silent";

    const begin = performance.now();
    for (let number = 0; number < 5; number++) await get();
    const whileAsked = performance.now() - begin;
    for (let number = 0; number < 100; number++) await get();
    const after = performance.now() - begin - whileAsked;

    expect(app.counters).toMatchObject({ bypass: 105 });
    expect(whileAsked).toBeLessThan(4000);
    expect(after).toBeLessThan(1000);
  });

  test("that takes anything in, pages are right", async () => {
    valkey.mood = "is full";
    price = 300;

    expect((await get()).value).toBe(300);
    expect((await get()).value).toBe(300);
  });

  test("for a while, it is used again afterwards", async () => {
    app = await start(200);
    valkey.mood = "is silent";
    for (let number = 0; number < 6; number++) await get();

    valkey.mood = "answers";

    await expect.poll(async () => (await get()).result, { timeout: 20_000 }).toBe("hit");
  });
});

test("all commands are those that the shop's user may give", async () => {
  await get();
  await get();
  await app.versions.replace(["product:1"]);

  const given = new Set(valkey.commands.map(([name]) => name?.toLowerCase()));
  expect([...given].sort()).toEqual(["auth", "del", "mget", "mset", "set"]);
});
