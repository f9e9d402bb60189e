import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { type Answer, send } from "../../client.ts";
import { DatabaseCluster } from "../../database-cluster.ts";
import { docker, query, until } from "../../shop.ts";
import { placeOrder } from "../../shoppers.ts";
import type { Walk } from "../walk.ts";

const json = { accept: "application/json" };

/** Pages come from the cache, are right all the same, and the cache serves nobody else. */
export function ride(walk: Walk): void {
  const product = (id: number) => send(`${walk.shop.url}/products/${id}`, json);
  const container = async (server: string) => (await walk.shop.containers())[server] ?? "";
  const change = async (id: number, cents: number) => {
    const leader = await container(await new DatabaseCluster(walk.shop).leader());
    return query(leader, `UPDATE products SET price_cents = ${cents} WHERE id = ${id}`);
  };
  const isHit = async () => (await product(3)).headers["server-timing"] === "cache;desc=hit";

  test("a price that was changed by SQL is shown by all app servers within a moment, and an order is charged it at once", async () => {
    await product(7);
    const { priceCents: before } = (await product(7)).json;
    await change(7, before + 1);
    const order = await placeOrder(walk.shop.url);
    await sleep(1000);

    // One after another: a web server sends all requests that wait for the same DNS answer to the
    // same app server.
    const answers: Answer[] = [];
    for (let sent = 0; sent < 40; sent++) answers.push(await product(7));
    const servers = new Set(answers.map(({ headers }) => headers["x-served-by"]));

    expect(order.totalCents).toBe(before + 1);
    expect(servers).toEqual(new Set(["app-1", "app-2"]));
    expect(answers.filter((answer) => answer.json.priceCents !== before + 1)).toEqual([]);
    const list = await send(`${walk.shop.url}/products`, json);
    expect(list.json.find(({ id }: { id: number }) => id === 7).priceCents).toBe(before + 1);
  });

  test("a price that changes while the cache is frozen is shown, then and afterwards", async () => {
    await until("the cache is used", isHit);
    await product(11);
    const { priceCents: before } = (await product(11)).json;
    const cache = await container("cache");
    await docker("pause", cache);
    await change(11, before + 1);
    await sleep(1000);
    const frozen = await product(11);
    await docker("unpause", cache);

    const thawed = await Promise.all(Array.from({ length: 100 }, () => product(11)));
    await until("the cache is used again", isHit, 60);
    const later = await Promise.all(Array.from({ length: 40 }, () => product(11)));

    for (const { json } of [frozen, ...thawed, ...later]) expect(json.priceCents).toBe(before + 1);
  });

  describe("the cache", () => {
    const client = async (user: string, ...words: string[]) => {
      const script = `REDISCLI_AUTH=$CACHE_PASSWORD valkey-cli --user ${user} -h 127.0.0.1 "$@" 2>&1`;
      return docker("exec", await container("cache"), "bash", "-c", script, "sh", ...words);
    };

    test("does for the shop what the shop needs, and nothing for anybody else", async () => {
      expect(await client("shop", "PING")).toBe("PONG");
      for (const words of [
        ["FLUSHALL"],
        ["KEYS", "*"],
        ["CONFIG", "GET", "*"],
        ["EVAL", "return 1", "0"],
        ["SET", "other", "1"],
      ]) {
        expect(await client("shop", ...words), words.join(" ")).toContain("NOPERM");
      }
      expect(await client("default", "PING")).toMatch(/WRONGPASS|NOAUTH/);
    });

    test("tells its password in no log and on no command line", async () => {
      const { "cache-password": password } = JSON.parse(
        readFileSync(walk.shop.environment.secretsFile, "utf8"),
      );
      const texts = await Promise.all(
        Object.values(await walk.shop.containers()).map(async (name) => [
          (await execa("docker", ["logs", name], { all: true })).all,
          await docker("top", name, "-eo", "pid,args"),
        ]),
      );

      expect(password).toMatch(/^[0-9a-f]{48}$/);
      expect(texts.flat().filter((text) => text.includes(password))).toEqual([]);
    });

    test("tells its counts to nobody outside", async () => {
      expect((await send(`${walk.shop.url}/cache`, json)).status).toBe(404);
      expect((await send(`${walk.shop.url}/%63ache`, json)).status).toBe(404);
    });
  });
}
