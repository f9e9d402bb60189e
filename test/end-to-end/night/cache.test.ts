import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { send } from "../client.ts";
import { DatabaseCluster } from "../database-cluster.ts";
import { expectHeld } from "../drilled.ts";
import { pages, productQueries, read } from "../readers.ts";
import { docker, query, Shop, until } from "../shop.ts";
import { shopDuring, type Visit } from "../shoppers.ts";

const requests = 5000;
/** How long PostgreSQL's idle sessions keep their counts to themselves. */
const countsMilliseconds = 12_000;

let shop: Shop;
let cluster: DatabaseCluster;
const orders: string[] = [];
let queriesWithout: number;

beforeAll(async () => {
  shop = await Shop.create();
  cluster = new DatabaseCluster(shop);
  await shop.run("deploy", "stage-4");
  queriesWithout = await queriesOf(() => read(shop.url, pages(requests)));
});
afterAll(() => shop.remove());

const json = { accept: "application/json" };
const product = (id: number) => send(`${shop.url}/products/${id}`, json);
const container = async (server: string) => (await shop.containers())[server] ?? "";
const leader = async () => container(await cluster.leader());
const change = async (id: number, cents: number) =>
  query(await leader(), `UPDATE products SET price_cents = ${cents} WHERE id = ${id}`);
/** Stops what replays the primary's log in a replica, or lets it go on: Patroni would end a pause. */
const replay = (replica: string, signal: "STOP" | "CONT") =>
  docker("exec", replica, "pkill", `-${signal}`, "-f", "postgres.*: startup");
const isHit = async () => (await product(3)).headers["server-timing"] === "cache;desc=hit";

async function queriesOf(work: () => Promise<string[]>): Promise<number> {
  await sleep(countsMilliseconds);
  const before = await productQueries(shop);
  expect(await work()).toEqual([]);
  await sleep(countsMilliseconds);
  return (await productQueries(shop)) - before;
}

/** What the app servers counted, by their names. */
async function counts(): Promise<Record<string, Record<string, number>>> {
  const all = Object.entries(await shop.containers()).filter(([server]) => /^app/.test(server));
  const ask = ["busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:3000/cache"];
  const answers = all.map(async ([server, name]) => [
    server,
    JSON.parse(await docker("exec", name, ...ask)),
  ]);
  return Object.fromEntries(await Promise.all(answers));
}

function report(what: string, visit: Visit): void {
  orders.push(...visit.orders.map(({ id }) => id));
  console.log(
    `${what}: ${visit.requests} requests, ${visit.failures.length} failed, ${visit.orders.length} orders`,
  );
}

async function expectNothingLost(): Promise<void> {
  expect(await shop.orders()).toEqual(expect.arrayContaining(orders));
  const charges = await shop.charges();
  expect(new Set(charges).size).toBe(charges.length);
}

test("stage 4 becomes stage 5 under load without a failed request or a lost order", async () => {
  const visit = await shopDuring(shop.url, 20, () => shop.run("deploy", "stage-5"));

  report("from stage-4 to stage-5", visit);
  expect(visit.failures).toEqual([]);
  expect(await shop.plan("stage-5")).toBe("");
  await expectNothingLost();
});

test("with the same load catalogue reads ask the database at least 95 % less than in stage 4", async () => {
  const queries = await queriesOf(() => read(shop.url, pages(requests)));

  const saved = 1 - queries / queriesWithout;
  console.log(
    `${requests} pages: ${queriesWithout} queries in stage-4, ${queries} in stage-5: ${(100 * saved).toFixed(1)} % less; ` +
      JSON.stringify(await counts()),
  );
  expect(saved).toBeGreaterThanOrEqual(0.95);
});

describe("a price that was changed by SQL", () => {
  test("is shown although both replicas lag behind, and their old row is never kept", async () => {
    await cluster.whole();
    const { priceCents: before } = (await product(8)).json;
    const members = Object.entries(await shop.databases());
    const first = await cluster.leader();
    const replicas = members.filter(([server]) => server !== first).map(([, name]) => name);
    for (const replica of replicas) await replay(replica, "STOP");
    await change(8, before + 1);
    await sleep(1000);

    const lagging = await Promise.all(
      replicas.map((replica) => query(replica, "SELECT price_cents FROM products WHERE id = 8")),
    );
    const shown = await Promise.all(Array.from({ length: 40 }, () => product(8)));
    for (const replica of replicas) await replay(replica, "CONT");

    expect(lagging).toEqual([`${before}`, `${before}`]);
    expect(shown.filter(({ json }) => json.priceCents !== before + 1)).toEqual([]);
  });

  test("is shown after the primary was lost, when nobody could tell of it for a while", async () => {
    await cluster.whole();
    await product(9);
    const { priceCents: before } = (await product(9)).json;

    await shop.run("database", "switchover");
    await change(9, before + 1);
    await until("the new price is shown", async () => {
      return (await product(9)).json.priceCents === before + 1;
    });
    await until("the cache is used again", isHit);

    const shown = await Promise.all(Array.from({ length: 40 }, () => product(9)));
    expect(shown.filter(({ json }) => json.priceCents !== before + 1)).toEqual([]);
  });
});

test("200 at once for a page that is not cached ask the database once", async () => {
  await until("the cache is used", isHit);
  await query(await leader(), "UPDATE products SET name = name WHERE id = 150");

  const queries = await queriesOf(async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => product(150)));
    return answers.filter(({ status }) => status !== 200).map(({ text }) => text);
  });

  console.log(
    `200 requests at once for one product that is not cached: ${queries} queries; ` +
      JSON.stringify(await counts()),
  );
  expect(queries).toBeLessThanOrEqual(1);
});

describe("under load", () => {
  test.each(["kill-cache", "freeze-cache"])(
    "%s is noticed by no customer, and the cache is used again",
    async (fault) => {
      await until("the cache is used", isHit);

      const { detection } = await expectHeld(shop, "stage-5", fault);

      expect(detection?.server).toMatch(/^app-/);
      await until("the cache is used again", isHit, 60);
    },
  );
});

describe("the cache", () => {
  const client = async (user: string, ...words: string[]) => {
    const script = `REDISCLI_AUTH=$CACHE_PASSWORD valkey-cli --user ${user} -h 127.0.0.1 "$@" 2>&1`;
    return docker("exec", await container("cache"), "bash", "-c", script, "sh", ...words);
  };

  test("keeps its limit when it is filled beyond it, and pages stay right", async () => {
    const paths = Array.from({ length: 200 }, (_, index) => `/products/${index + 1}`);
    const texts = () =>
      Promise.all(paths.map(async (path) => (await send(`${shop.url}${path}`, json)).text));
    const before = await texts();
    const cache = await container("cache");
    const fill =
      'text=$(head -c 100000 /dev/zero | tr "\\0" x); for n in $(seq 1200); do ' +
      'echo "SET catalogue:fill:$n $text"; done | REDISCLI_AUTH=$CACHE_PASSWORD valkey-cli --user shop | sort | uniq -c';

    const told = await docker("exec", cache, "bash", "-c", fill);

    const used = await docker("stats", "--no-stream", "--format", "{{ .MemUsage }}", cache);
    const state = await docker(
      "inspect",
      "--format",
      "{{ .State.OOMKilled }} {{ .RestartCount }}",
      cache,
    );
    console.log(`filled with 120 MB: ${told.trim()}, memory ${used}`);
    expect(told.trim()).toBe("1200 OK");
    expect(await client("shop", "MGET", "catalogue:fill:1")).toBe("");
    expect(state).toBe("false 0");
    expect(await texts()).toEqual(before);
    expect(await texts()).toEqual(before);
    await until("the cache is used", isHit);
  });
});
