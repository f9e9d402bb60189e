import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../../commands/lib/free-port.ts";
import { root } from "../../environment.ts";
import application from "../../shop/application.ts";
import { buildShop } from "../../shop/build.ts";

// for a machine under load
vi.setConfig({ hookTimeout: 30_000, testTimeout: 30_000 });

// not in the checkout, whose files other tests hash meanwhile
const target = mkdtempSync(join(tmpdir(), "shop-"));
const folders = ["images/shop/dist", "images/payment-provider/dist", "dist/files"].map((folder) =>
  join(target, folder),
);

beforeAll(() => buildShop(target));
afterAll(() => rmSync(target, { recursive: true }));

describe("buildShop", () => {
  test("writes the programs, the migrations and the static files", () => {
    const [app, payment, files] = folders.map(filesOf);
    const workers = Object.values(application.workers ?? {}).map(({ command }) => command[1]);

    expect(app?.sort()).toEqual(
      [
        "app.js",
        "dead-letters.js",
        "migrations/001-products-and-orders.sql",
        "migrations/002-product-changes.sql",
        "migrations/003-outbox.sql",
        "migrations/004-outbox-origin.sql",
        "package.json",
        "static-names.json",
        ...workers,
      ].sort(),
    );
    expect(payment?.sort()).toEqual(["package.json", "payment-provider.js"]);
    expect(files).toHaveLength(202);
    for (const name of ["style.css", "favicon.svg", "products/200.svg"]) {
      expect(files).toContain(namesOf(folders[0])[name]);
    }
  });

  test("adds a hash of its content to each static file's name, and lists the names", () => {
    for (const [name, built] of Object.entries(namesOf(folders[0]))) {
      const content = readFileSync(join(folders[2] ?? "", built));
      const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);

      expect(built).toBe(name.replace(/\.(\w+)$/, `.${hash}.$1`));
    }
  });

  test("does not touch unchanged files", () => {
    const before = folders.flatMap(timesOf);

    buildShop(target);

    expect(folders.flatMap(timesOf)).toEqual(before);
  });

  test("writes no path of the build machine", () => {
    for (const folder of folders) {
      for (const name of filesOf(folder)) {
        expect(readFileSync(join(folder, name), "utf8").includes(root)).toBe(false);
      }
    }
  });
});

describe("the bundled app server", () => {
  const environment = {
    PATH: process.env.PATH,
    DATABASE_URL: "postgres://shop@127.0.0.1:1/shop",
    PAYMENT_URL: "http://127.0.0.1:1",
    COOKIE_SECRET: "a secret for tests only",
    DRAIN_SECONDS: "1",
  };
  const start = (env: NodeJS.ProcessEnv) =>
    spawn("node", ["app.js"], { cwd: folders[0], env, stdio: ["ignore", "ignore", "pipe"] });

  test("serves without a database and node_modules, drains on SIGTERM, and exits with 0", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = start({ ...environment, PORT: String(port) });
    const exit = once(server, "exit");
    const status = (path: string) =>
      fetch(url + path, { headers: { connection: "close" } }).then(
        (response) => response.status,
        () => 0,
      );
    await expect.poll(() => status("/healthz"), { timeout: 20_000 }).toBe(200);
    expect(await status("/readyz")).toBe(503);
    expect(await status("/rotation")).toBe(200);

    server.kill("SIGTERM");
    await expect.poll(() => status("/rotation"), { timeout: 10_000 }).toBe(404);
    server.kill("SIGTERM");

    expect(await exit).toEqual([0, null]);
  });

  test("fails to start when a required setting is missing, and names it", async () => {
    const server = start({ ...environment, COOKIE_SECRET: undefined });
    let output = "";
    server.stderr.on("data", (data) => {
      output += data;
    });

    expect(await once(server, "close")).toEqual([1, null]);
    expect(output).toBe("COOKIE_SECRET is not set: the server needs it in its environment\n");
  });
});

function namesOf(folder = ""): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, "static-names.json"), "utf8"));
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function timesOf(folder: string): [string, number][] {
  return filesOf(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]);
}
