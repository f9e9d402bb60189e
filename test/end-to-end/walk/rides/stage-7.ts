import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { filesOf } from "../../browsers.ts";
import { send } from "../../client.ts";
import { Edges } from "../../edges.ts";
import { docker, type Shop, until } from "../../shop.ts";
import type { Walk } from "../walk.ts";

let shop: Shop;
let edges: Edges;
const container = async (server: string) => (await shop.containers())[server] ?? "";

/** What edges keep, what they never keep, and what they make of bad requests. */
export function ride(walk: Walk): void {
  beforeAll(() => {
    shop = walk.shop;
    edges = new Edges(shop);
  });

  test("many who ask for one file at once make an edge fetch it once", async () => {
    const [file = ""] = filesOf(await edges.page());
    for (const edge of edges.names) await edges.purge(edge, file);
    const fileServers = [await container("file-server-1"), await container("file-server-2")];
    const begin = new Date().toISOString();
    await docker("pause", ...fileServers);

    const asked = Array.from({ length: 40 }, () => shop.get(file));
    await sleep(500);
    await docker("unpause", ...fileServers);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);

    const logs = await Promise.all(
      fileServers.map((server) => docker("logs", "--since", begin, server)),
    );
    const fetches = logs.join("\n").split(file).length - 1;
    console.log(`40 requests for one file that no edge holds: ${fetches} fetched by 2 edges`);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(fetches).toBe(2);
  });

  describe("a purge", () => {
    test("from outside is refused and logged, from inside it works", async () => {
      const [file = ""] = filesOf(await edges.page());
      await edges.cacheOf("cdn-1", file);
      const { stdout: refusal } = await execa("curl", ["-siX", "PURGE", `${shop.url}${file}`]);
      const logs = await Promise.all(
        edges.names.map(async (edge) => docker("logs", await container(edge))),
      );
      const held = await edges.cacheOf("cdn-1", file);

      const purged = await edges.purge("cdn-1", file);

      expect(refusal).toMatch(/^HTTP\/1.1 405 /);
      expect(refusal).toContain('"error":"a purge is allowed from the edge itself only"');
      expect(logs.join("\n")).toMatch(/"method":"PURGE","path":"\/static\/[^"]+","status":405/);
      expect(held).toBe("HIT");
      expect(purged).toContain("200 Purged");
      expect(await edges.cacheOf("cdn-1", file)).toBe("MISS");
    });
  });

  describe("what is never kept", () => {
    test("pages, answers that set a cookie, and whatever comes with a cookie or is posted", async () => {
      const form = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
      const added = await send(`${shop.url}/cart`, form, "product=7&quantity=2");
      const again = await send(`${shop.url}/cart`, form, "product=7&quantity=2");
      const cookie = `${added.headers["set-cookie"]}`.split(";", 1)[0] ?? "";
      const visitor = { accept: "text/html", cookie };
      const carts = await Promise.all(
        Array.from({ length: 4 }, () => send(`${shop.url}/cart`, visitor)),
      );
      const empty = await Promise.all(
        Array.from({ length: 4 }, () => send(`${shop.url}/cart`, { accept: "text/html" })),
      );

      expect([added.status, added.headers["x-cache"]]).toEqual([303, "PASS"]);
      expect(added.headers["set-cookie"]).not.toEqual(again.headers["set-cookie"]);
      for (const cart of carts) expect(cart.headers["x-cache"]).toBe("PASS");
      for (const cart of carts) expect(cart.text).not.toContain("Your cart is empty");
      for (const cart of empty) expect(cart.text).toContain("Your cart is empty");
    });

    test("an order sent twice with one key is one order", async () => {
      const headers = {
        accept: "application/json",
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      };
      const body = JSON.stringify({ lines: [{ product: 7, quantity: 1 }] });

      const [one, other] = await Promise.all(
        [1, 2].map(() => send(`${shop.url}/orders`, headers, body)),
      );

      expect(one?.json.id).toEqual(other?.json.id);
    });
  });

  describe("bad input", () => {
    test.each([
      [10 * 1024 * 1024, 400, "invalid request"],
      [12 * 1024, 431, "the headers of a request may have 8 KB together"],
    ])(
      "headers of %i bytes get %i and a sentence, and are logged",
      async (size, status, sentence) => {
        const answer = await sendRaw(
          shop.port,
          `GET / HTTP/1.1\r\nHost: shop\r\nLarge: ${"x".repeat(size)}\r\n\r\n`,
        );

        expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
        expect(answer).toContain(sentence);
        const log = await docker("logs", await container("public-address"));
        expect(log).toContain(`"status":${status},`);
      },
    );

    test("a file that is not there gets 404, which is kept for seconds only, and no folder is listed", async () => {
      const unknown = ["/static/style.css", "/static/", "/static/products"];
      for (const path of unknown) {
        const { status, headers } = await send(`${shop.url}${path}`, {});
        expect([status, headers["cache-control"]]).toEqual([404, "public, max-age=5"]);
      }
    });
  });

  describe("configuration", () => {
    test.each([
      ["file-server-2", ["nginx", "-t"]],
      ["cdn-1", ["haproxy", "-c", "-f", "/etc/haproxy/haproxy.cfg"]],
      [
        "cdn-2",
        ["varnishd", "-C", "-n", "/var/lib/varnish/check", "-f", "/etc/varnish/default.vcl"],
      ],
    ])("of %s is accepted by the program", async (server, command) => {
      await docker("exec", await container(server), ...command);
    });
  });
}

/** Sends what is no proper request, piece by piece until it is answered, and gives the answer. */
async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8");
  socket.on("data", (data) => {
    answer += data;
  });
  socket.on("error", () => undefined);
  for (let sent = 0; sent < text.length && answer === ""; sent += 8192) {
    socket.write(text.slice(sent, sent + 8192));
    await sleep(5);
  }
  await until("it is answered", async () => answer.includes("\r\n\r\n") || socket.closed);
  socket.destroy();
  return answer;
}
