import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AlertFile } from "../../observability/src/dashboard/alerts/alert-file.ts";
import { AlertReceiver } from "../../observability/src/dashboard/alerts/receiver.ts";
import { StageArchitecture } from "../../observability/src/dashboard/architecture/source.ts";
import { Prometheus } from "../../observability/src/dashboard/prometheus.ts";
import { createDashboard } from "../../observability/src/dashboard/server.ts";
import { observedArchitecture } from "./support/architecture.ts";

const architecture = new StageArchitecture(observedArchitecture());
const nowhere = "http://127.0.0.1:9";
let folder: string;
let app: FastifyInstance;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dashboard-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>shop</title>");
  writeFileSync(
    join(folder, "cache-down.md"),
    "# Cache & down\n\nSee [another](server-down.md), [a server's](../../server/runbooks/server-down.md) and [all](README.md#top).\n",
  );
  app = createDashboard({
    architecture,
    latencyMs: 500,
    charts: { every: [], leaving: [], roles: {} },
    prometheus: new Prometheus(nowhere, 500),
    receiver: await AlertReceiver.open(new AlertFile(join(folder, "alerts.jsonl"))),
    serverName: "dashboard",
    logsUrl: nowhere,
    runbooks: folder,
    pages: folder,
  });
});

afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const post = (payload: object | string, type = "application/json") =>
  app.inject({ method: "POST", url: "/alerts", headers: { "content-type": type }, payload });

const delivery = (alertname: string, status = "firing") => ({
  version: "4",
  alerts: [{ status, labels: { alertname }, annotations: {}, startsAt: "2026-01-01T00:00:00Z" }],
});

describe("the dashboard", () => {
  test("serves the page without third-party content, and answers 304 to a client that has it", async () => {
    const { headers, body } = await app.inject("/");
    const again = await app.inject({ url: "/", headers: { "if-none-match": headers.etag } });

    expect(body).toContain("<title>shop");
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
    expect(again.statusCode).toBe(304);
  });

  test("keeps the alerts that Alertmanager delivers, newest first", async () => {
    await post(delivery("First"));
    await post(delivery("First", "resolved"));

    const { alerts } = (await app.inject("/api/alerts")).json();

    expect(alerts).toMatchObject([{ status: "resolved" }, { status: "firing" }]);
    expect(Date.now() - Date.parse(alerts[0].receivedAt)).toBeLessThan(5000);
  });

  test("fails when a delivery is invalid, too long, or of a content type that any site can post", async () => {
    expect((await post({ version: "3", alerts: [] })).statusCode).toBe(400);
    expect((await post("[")).statusCode).toBe(400);
    expect((await post("x".repeat(1024 * 1024 + 1))).statusCode).toBe(413);
    expect((await post(JSON.stringify(delivery("A")), "text/plain")).statusCode).toBe(415);
  });

  test("exposes metrics of the deliveries and of the Watchdog's age", async () => {
    await post(delivery("CacheDown"));
    await post(delivery("Watchdog"));

    const { body } = await app.inject("/metrics");

    expect(body).toContain(
      'alerts_received_total{alertname="CacheDown",status="firing",server="dashboard"} 1',
    );
    expect(body).toMatch(/alerts_watchdog_age_seconds\{server="dashboard"\} 0/);
    expect(body).toContain('viewers{server="dashboard"} 0');
  });

  test("counts viewers", async () => {
    for (const viewer of ["a", "b", "a"]) await app.inject(`/api/state?viewer=${viewer}`);

    expect((await app.inject("/metrics")).body).toContain('viewers{server="dashboard"} 2');
  });

  test("responds with a sentence when Prometheus or the log store is unavailable", async () => {
    const state = await app.inject("/api/state");
    const series = await app.inject("/api/server/app-1");
    const logs = await app.inject("/api/logs?server=app-1");

    expect(state.json().problems).toEqual(["Prometheus does not answer"]);
    expect([series.statusCode, series.json().error]).toEqual([503, "Prometheus does not answer"]);
    expect([logs.statusCode, logs.json().error]).toEqual([503, "the log store does not answer"]);
  });

  test.each([
    ["limit=0", "querystring/limit must be >= 1"],
    ["limit=1001", "querystring/limit must be <= 1000"],
    ["severity=fatal", "querystring/severity must be equal to one of the allowed values"],
    ["from=yesterday", 'querystring/from must match format "date-time"'],
    [`text=${"x".repeat(201)}`, "querystring/text must NOT have more than 200 characters"],
  ])("fails when the search is %s", async (query, error) => {
    const response = await app.inject(`/api/logs?${query}`);

    expect([response.statusCode, response.json().error]).toEqual([400, error]);
  });

  test("renders runbooks, with links to other runbooks", async () => {
    const { body, headers } = await app.inject("/runbooks/cache-down");

    expect(headers["content-type"]).toContain("text/html");
    expect(body).toContain("<title>Cache &amp; down</title>");
    expect(body).toContain('<a href="server-down">another</a>');
    expect(body).toContain('<a href="server-down">a server&#39;s</a>');
    expect(body).toContain('<a href="README#top">all</a>');
  });

  test.each(["/runbooks/none", "/runbooks/..%2fetc", "/api/server/app-9", "/none"])(
    "responds with 404 to %s",
    async (path) => {
      expect((await app.inject(path)).statusCode).toBe(404);
    },
  );

  test.each(["0", "181", "x", "1.5"])("fails when the minutes are %s", async (minutes) => {
    const { statusCode, json } = await app.inject(`/api/server/app-1?minutes=${minutes}`);

    expect(statusCode).toBe(400);
    expect(json().error).toContain("minutes must be a whole number from 1 to 180");
  });
});
