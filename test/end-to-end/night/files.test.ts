import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../environment.ts";
import { type Browsing, browseDuring, filesOf } from "./browsers.ts";
import { send } from "./client.ts";
import { expectHeld } from "./drilled.ts";
import { docker, Shop, until } from "./shop.ts";
import { shopDuring } from "./shoppers.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.create();
  await shop.run("deploy", "stage-7");
});
afterAll(() => shop.remove());

const edges = ["cdn-1", "cdn-2"];
const page = () => shop.get("/products", "text/html").then(({ text }) => text);

const container = async (server: string) => (await shop.containers())[server] ?? "";

/** Gets a file from an edge, asked on its own machine, and gives how it was found there. */
async function cacheOf(edge: string, file: string): Promise<string | undefined> {
  const url = `http://127.0.0.1:8080${file}`;
  const command = ["busybox", "wget", "-S", "-O", "/dev/null", url];
  const { stderr } = await execa("docker", ["exec", await container(edge), ...command]);
  return stderr.match(/X-Cache: (\w+)/)?.[1];
}

/** Takes a file out of an edge's cache, or makes it old there, and gives what the edge said. */
async function purge(edge: string, file: string, ...options: string[]): Promise<string> {
  return docker("exec", await container(edge), "purge", file, ...options);
}

/** Sends what is no proper request, piece by piece until it is answered, and gives the answer. */
async function sendRaw(text: string): Promise<string> {
  const socket = connect(shop.port, "127.0.0.1");
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

/** How many requests for static files the load balancer has seen. */
async function staticRequestsAtLoadBalancer(): Promise<number> {
  const log = await docker("logs", await container("load-balancer"));
  return log.split('"path":"/static/').length - 1;
}

/** Makes both edges hold all files of the first page and of the first product. */
async function warm(): Promise<string[]> {
  const product = (await shop.get("/products/1", "text/html")).text;
  const files = [...new Set([...filesOf(await page()), ...filesOf(product)])];
  for (const edge of edges) for (const file of files) await cacheOf(edge, file);
  return files;
}

function share(browsing: Browsing): { hits: number; files: number; ratio: number } {
  const files = Object.values(browsing.files).reduce((sum, count) => sum + count, 0);
  const hits = browsing.files.HIT ?? 0;
  return { hits, files, ratio: hits / files };
}

describe("under the shop's load", () => {
  test("nearly all files come from the edges' caches, and none from the load balancer", async () => {
    const browsing = await browseDuring(shop.url, 10, (pages) =>
      until("700 pages were seen", async () => pages() >= 700, 120),
    );

    const { hits, files, ratio } = share(browsing);
    const everything = hits / (files + browsing.pages);
    const seen = await staticRequestsAtLoadBalancer();
    console.log(
      `hit ratio from cold caches: ${hits} of ${files} files, ${ratio.toFixed(3)}; of all requests, pages ` +
        `included, ${everything.toFixed(3)}; the load balancer saw ${seen} requests for files`,
    );
    expect(browsing.failures).toEqual([]);
    expect(ratio).toBeGreaterThanOrEqual(0.95);
    expect(seen).toBe(0);
  });

  test.each(["kill-edge", "freeze-edge"])(
    "%s fails no request, and the edge is used again",
    async (fault) => {
      const edge = await container("cdn-1");

      await expectHeld(shop, "stage-7", fault);

      const begin = new Date().toISOString();
      await until("the edge serves again", async () => {
        await page();
        return (await docker("logs", "--since", begin, edge)).includes('"path":"/products');
      });
    },
  );

  test("many who ask for one file at once make an edge fetch it once", async () => {
    const [file = ""] = filesOf(await page());
    for (const edge of edges) await purge(edge, file);
    const fileServer = await container("file-server");
    const begin = new Date().toISOString();
    await docker("pause", fileServer);

    const asked = Array.from({ length: 40 }, () => shop.get(file));
    await sleep(500);
    await docker("unpause", fileServer);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);

    const fetches = (await docker("logs", "--since", begin, fileServer)).split(file).length - 1;
    console.log(`40 requests for one file that no edge holds: ${fetches} fetched by 2 edges`);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(fetches).toBe(2);
  });
});

describe("without the file server", () => {
  test("files that the edges hold are served, also when they are old, and the load balancer sees none", async () => {
    const files = await warm();
    const [old = "", unknown = ""] = files;
    const before = await staticRequestsAtLoadBalancer();
    const fileServer = await container("file-server");
    await docker("kill", fileServer);
    for (const edge of edges) expect(await purge(edge, old, "--soft")).toContain("200");

    const answers = await Promise.all(
      [...files, ...files, ...files].map((file) => send(`${shop.url}${file}`, {})),
    );
    // Longer than an edge tries to fetch an old file anew.
    await sleep(12_000);
    const later = await Promise.all(Array.from({ length: 6 }, () => send(`${shop.url}${old}`, {})));

    const served = [...answers, ...later].filter(({ status }) => status === 200).length;
    const seen = (await staticRequestsAtLoadBalancer()) - before;
    console.log(
      `file server dead: ${served} of ${answers.length + later.length} files served, ` +
        `the load balancer saw ${seen} of them`,
    );
    for (const { status, headers } of [...answers, ...later]) {
      expect([status, headers["x-cache"]]).toEqual([200, "HIT"]);
    }
    expect(seen).toBe(0);

    for (const edge of edges) await purge(edge, unknown);
    const missing = await send(`${shop.url}${unknown}`, {});
    expect(missing).toMatchObject({
      status: 503,
      headers: { "retry-after": "5" },
      json: { error: expect.stringContaining("the file server is away") },
    });

    await docker("start", fileServer);
    await until("it is fetched again", async () => (await shop.get(unknown)).status === 200);
  });
});

describe("a purge", () => {
  test("from outside is refused and logged, from inside it works", async () => {
    const [file = ""] = await warm();
    const { stdout: refusal } = await execa("curl", ["-siX", "PURGE", `${shop.url}${file}`]);
    const logs = await Promise.all(
      edges.map(async (edge) => docker("logs", await container(edge))),
    );
    const held = await cacheOf("cdn-1", file);

    const purged = await purge("cdn-1", file);

    expect(refusal).toMatch(/^HTTP\/1.1 405 /);
    expect(refusal).toContain('"error":"a purge is taken on the edge itself only"');
    expect(logs.join("\n")).toMatch(/"method":"PURGE","path":"\/static\/[^"]+","status":405/);
    expect(held).toBe("HIT");
    expect(purged).toContain("200 Purged");
    expect(await cacheOf("cdn-1", file)).toBe("MISS");
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

describe("a change of the stage", () => {
  test.each(["stage-4", "stage-7"])("to %s fails no request and loses no order", async (stage) => {
    const kept = await shop.orders();
    let browsing: Browsing | undefined;

    const visit = await shopDuring(shop.url, 20, async () => {
      browsing = await browseDuring(shop.url, 0.5, () => shop.run("deploy", stage));
    });

    const failures = [...visit.failures, ...(browsing?.failures ?? [])];
    const requests =
      visit.requests + (browsing?.pages ?? 0) + (browsing ? share(browsing).files : 0);
    console.log(
      `to ${stage}: ${requests} requests, ${failures.length} failed, ${visit.orders.length} orders, ` +
        `longest wait ${visit.longestMilliseconds} ms`,
    );
    expect(failures).toEqual([]);
    expect((await shop.orders()).sort()).toEqual(
      [...kept, ...visit.orders.map(({ id }) => id)].sort(),
    );
    expect(await shop.plan(stage)).toBe("");
  });
});

describe("a release with other files", () => {
  test("fails no request, and pages that are open already find the files that they name", async () => {
    const style = join(root, "shop/src/static/style.css");
    const source = await readFile(style, "utf8");
    const before = filesOf(await page()).find((file) => file.endsWith(".css")) ?? "";

    const browsing = await browseDuring(shop.url, 1, async () => {
      await writeFile(
        style,
        `${source}\n.release {\n  color: ${`#${randomUUID().slice(0, 6)}`};\n}\n`,
      );
      await shop.run("deploy", "stage-7").finally(() => writeFile(style, source));
    });
    const after = filesOf(await page()).find((file) => file.endsWith(".css")) ?? "";
    for (const edge of edges) await purge(edge, before);
    const old = await send(`${shop.url}${before}`, {});
    const current = await send(`${shop.url}${after}`, {});

    const { files } = share(browsing);
    console.log(
      `a release: ${browsing.pages} pages and ${files} files, ${browsing.failures.length} failed`,
    );
    expect(browsing.failures).toEqual([]);
    expect(after).not.toBe(before);
    expect([old.status, current.status]).toEqual([200, 200]);
    expect(current.text).toContain(".release");
    expect(old.text).not.toContain(".release");
    expect(current.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });

  test("five releases are kept, and what only older ones name is removed", async () => {
    const image = await docker(
      "inspect",
      "--format",
      "{{ .Config.Image }}",
      await container("web-1"),
    );
    const volume = `${shop.name}-generations`;
    const folder = await mkdtemp(join(tmpdir(), "blueprint-"));
    const publish = async (release: number) => {
      const script = "echo x > /tmp/x; exec publish-files";
      await writeFile(join(folder, "kept.00000000.css"), "kept");
      await writeFile(join(folder, `release.0000000${release}.css`), `${release}`);
      const stub = [
        "--volume",
        `${folder}:/srv/static:ro`,
        "--volume",
        "/bin/true:/usr/local/bin/start-nginx:ro",
      ];
      const user = ["--user", "www-data", "--volume", `${volume}:/var/lib/files`];
      await docker("run", "--rm", ...stub, ...user, image, "bash", "-c", script);
      await rm(join(folder, `release.0000000${release}.css`));
    };
    await execa("chmod", ["755", folder]);

    for (const release of [1, 2, 3, 4, 5, 6, 7]) await publish(release);
    const list = ["--volume", `${volume}:/var/lib/files`, image, "ls", "/var/lib/files/static"];
    const names = (await docker("run", "--rm", ...list)).split("\n");
    await docker("volume", "rm", volume);
    await rm(folder, { recursive: true });

    expect(names).toEqual([
      "kept.00000000.css",
      ...[3, 4, 5, 6, 7].map((release) => `release.0000000${release}.css`),
    ]);
  });
});

test("all servers of stage 7 together use less than 2.5 GiB", async () => {
  const names = Object.values(await shop.containers());
  const lines = await docker("stats", "--no-stream", "--format", "{{ .MemUsage }}", ...names);
  const mebibytes = lines.split("\n").map((line) => {
    const [, amount = "0", unit] = line.match(/^([\d.]+)(\wiB)/) ?? [];
    return Number(amount) * (unit === "GiB" ? 1024 : unit === "KiB" ? 1 / 1024 : 1);
  });
  const sum = mebibytes.reduce((total, each) => total + each, 0);

  console.log(`memory of stage-7: ${Math.round(sum)} MiB in ${names.length} machines`);
  expect(sum).toBeLessThan(2560);
});

describe("configuration", () => {
  test.each([
    ["file-server", ["nginx", "-t"]],
    ["cdn-1", ["haproxy", "-c", "-f", "/etc/haproxy/haproxy.cfg"]],
    ["cdn-2", ["varnishd", "-C", "-n", "/var/lib/varnish/check", "-f", "/etc/varnish/default.vcl"]],
  ])("of %s is accepted by the program", async (server, command) => {
    await docker("exec", await container(server), ...command);
  });
});
