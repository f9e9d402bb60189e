import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cut } from "../../../commands/measure/drills/cut.ts";
import { neighbours } from "../../../commands/measure/drills/servers.ts";
import { freeze, kill } from "../../../commands/measure/drills/ways.ts";
import { root } from "../../../environment.ts";
import { type Browsing, browseDuring, filesOf } from "../browsers.ts";
import { send } from "../client.ts";
import { expectHeld } from "../drilled.ts";
import { Edges } from "../edges.ts";
import { docker, Shop, until } from "../shop.ts";

let shop: Shop;
let edges: Edges;
beforeAll(async () => {
  shop = await Shop.create();
  edges = new Edges(shop);
  await shop.run("deploy", "stage-7");
});
afterAll(() => shop.remove());

const container = async (server: string) => (await shop.containers())[server] ?? "";

/** How many requests for static files the load balancers have seen. */
async function staticRequestsAtLoadBalancers(): Promise<number> {
  const balancers = [await container("load-balancer-1"), await container("load-balancer-2")];
  const logs = await Promise.all(balancers.map((balancer) => docker("logs", balancer)));
  return logs.join("\n").split('"path":"/static/').length - 1;
}

function share(browsing: Browsing): { hits: number; files: number; ratio: number } {
  const files = Object.values(browsing.files).reduce((sum, count) => sum + count, 0);
  const hits = browsing.files.HIT ?? 0;
  return { hits, files, ratio: hits / files };
}

describe("under the shop's load", () => {
  test("nearly all files come from the edges' caches, and none from the load balancers", async () => {
    const browsing = await browseDuring(shop.url, 10, (pages) =>
      until("700 pages were seen", async () => pages() >= 700, 120),
    );

    const { hits, files, ratio } = share(browsing);
    const everything = hits / (files + browsing.pages);
    const seen = await staticRequestsAtLoadBalancers();
    console.log(
      `hit ratio from cold caches: ${hits} of ${files} files, ${ratio.toFixed(3)}; of all requests, pages ` +
        `included, ${everything.toFixed(3)}; the load balancers saw ${seen} requests for files`,
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
        await edges.page();
        return (await docker("logs", "--since", begin, edge)).includes('"path":"/products');
      });
    },
  );
});

describe("a file that no edge holds is served", () => {
  test.each([
    ["killed", kill, 2000],
    ["frozen", freeze, 4000],
    ["cut off", cut, 4000],
  ] as const)("while a file server is %s", async (what, way, limitMs) => {
    const file = (await edges.warm())[0] ?? "";
    const victims = await neighbours("file-server-1", "cdn", "file-server")(shop.environment);
    const struck = way === cut ? victims : victims.slice(0, 1);
    const ask = async () => {
      for (const edge of edges.names) await edges.purge(edge, file);
      const begin = performance.now();
      const { status } = await send(`${shop.url}${file}`, {});
      return { status, ms: performance.now() - begin };
    };

    await way.make(struck);
    const asked = [];
    try {
      for (let n = 0; n < 10; n++) asked.push(await ask());
    } finally {
      await way.repair(struck);
    }

    const longest = Math.max(...asked.map(({ ms }) => ms));
    console.log(`a file server is ${what}: longest wait for a file ${longest.toFixed(0)} ms`);
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 200));
    expect(longest).toBeLessThan(limitMs);
  });

  test("that only one of the file servers has", async () => {
    const file = (await edges.warm())[0] ?? "";
    const lacking = await container("file-server-2");
    await docker("exec", lacking, "rm", `/var/lib/files${file}`);

    const statuses = [];
    for (let n = 0; n < 10; n++) {
      for (const edge of edges.names) await edges.purge(edge, file);
      statuses.push((await send(`${shop.url}${file}`, {})).status);
    }

    await docker("restart", lacking);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await docker("exec", lacking, "ls", `/var/lib/files${file}`)).toContain(file);
  });
});

describe("without file servers", () => {
  test("files that the edges hold are served, also when they are old, and the load balancers see none", async () => {
    const files = await edges.warm();
    const [old = "", unknown = ""] = files;
    const before = await staticRequestsAtLoadBalancers();
    const fileServers = [await container("file-server-1"), await container("file-server-2")];
    await docker("kill", ...fileServers);
    for (const edge of edges.names) expect(await edges.purge(edge, old, "--soft")).toContain("200");

    const answers = await Promise.all(
      [...files, ...files, ...files].map((file) => send(`${shop.url}${file}`, {})),
    );
    // Longer than an edge tries to fetch an old file anew.
    await sleep(12_000);
    const later = await Promise.all(Array.from({ length: 6 }, () => send(`${shop.url}${old}`, {})));

    const served = [...answers, ...later].filter(({ status }) => status === 200).length;
    const seen = (await staticRequestsAtLoadBalancers()) - before;
    console.log(
      `file servers dead: ${served} of ${answers.length + later.length} files served, ` +
        `the load balancers saw ${seen} of them`,
    );
    for (const { status, headers } of [...answers, ...later]) {
      expect([status, headers["x-cache"]]).toEqual([200, "HIT"]);
    }
    expect(seen).toBe(0);

    for (const edge of edges.names) await edges.purge(edge, unknown);
    const missing = await send(`${shop.url}${unknown}`, {});
    expect(missing).toMatchObject({
      status: 503,
      headers: { "retry-after": "5" },
      json: { error: expect.stringContaining("the file server is unavailable") },
    });

    await docker("start", ...fileServers);
    await until("it is fetched again", async () => (await shop.get(unknown)).status === 200);
  });
});

describe("a release with other files", () => {
  test("fails no request, and pages that are open already find the files that they name", async () => {
    const style = join(root, "shop/src/static/style.css");
    const source = await readFile(style, "utf8");
    const before = filesOf(await edges.page()).find((file) => file.endsWith(".css")) ?? "";

    const browsing = await browseDuring(shop.url, 1, async () => {
      await writeFile(
        style,
        `${source}\n.release {\n  color: ${`#${randomUUID().slice(0, 6)}`};\n}\n`,
      );
      await shop.run("deploy", "stage-7").finally(() => writeFile(style, source));
    });
    const after = filesOf(await edges.page()).find((file) => file.endsWith(".css")) ?? "";
    for (const edge of edges.names) await edges.purge(edge, before);
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
