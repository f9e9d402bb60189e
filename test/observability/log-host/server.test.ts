import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Metrics } from "../../../observability/src/log-host/metrics.ts";
import { createHandler } from "../../../observability/src/log-host/server.ts";

const log = { write: vi.fn() };
const search = vi.fn();
let folder: string;
let server: Server;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "logs-"));
  const metrics = new Metrics("logs", folder, 1000);
  server = createServer(createHandler({ search, metrics, log: log as never }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

test("answers a search with what was found", async () => {
  const found = { lines: [{ text: "a" }], milliseconds: 1, files: 1 };
  search.mockResolvedValue(found);

  const response = await fetch(`${url}/search?server=app-1&limit=5`);

  expect(await response.json()).toEqual(found);
  expect(search).toHaveBeenCalledWith({ server: "app-1", limit: 5 });
});

test("says what is wrong with a search", async () => {
  const response = await fetch(`${url}/search?limit=none`);

  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    error: 'limit must be a whole number from 1 to 1000, got "none"',
  });
});

test("keeps the reason of a failure to itself, and logs it", async () => {
  search.mockRejectedValue(new Error("out of memory"));

  const response = await fetch(`${url}/search`);

  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("memory");
  expect(log.write).toHaveBeenCalledWith({
    level: "error",
    message: "a search failed: out of memory",
  });
});

test("tells its figures", async () => {
  const text = await (await fetch(`${url}/metrics`)).text();

  for (const name of [
    "log_store_bytes",
    "log_store_limit_bytes",
    "log_store_newest_seconds",
    'log_store_files{kind="parquet",server="logs"}',
    "log_search_duration_seconds_count",
  ]) {
    expect(text).toContain(`\n${name}`);
  }
});

test("refuses other methods and paths", async () => {
  expect((await fetch(`${url}/search`, { method: "POST" })).status).toBe(405);
  expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});
