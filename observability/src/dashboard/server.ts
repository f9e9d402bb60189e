import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { Charts } from "../../../architecture/charts.ts";
import type { LogQuery } from "../model/log-query.ts";
import { readDelivery } from "./alerts/delivery.ts";
import type { AlertReceiver } from "./alerts/receiver.ts";
import type { IArchitectureSource } from "./architecture/source.ts";
import { logQuerySchema, searchLogs } from "./log-search.ts";
import { Metrics } from "./metrics.ts";
import type { Prometheus } from "./prometheus.ts";
import { runbookPage } from "./runbooks.ts";
import { ServerSeries } from "./series/series.ts";
import { SharedState } from "./state/shared-state.ts";
import { serveFiles } from "./static-files.ts";
import { Viewers } from "./viewers.ts";

/** The dependencies and settings of the dashboard. */
export interface DashboardParts {
  readonly architecture: IArchitectureSource;
  readonly prometheus: Prometheus;
  readonly charts: Charts;
  /** The latency of the service-level objective. */
  readonly latencyMs: number;
  readonly receiver: AlertReceiver;
  readonly serverName: string;
  /** The log store's URL: `http://logs:9428/logs`. */
  readonly logsUrl: string;
  /** The folder of the runbooks. */
  readonly runbooks: string;
  /** The folder of the static files. */
  readonly pages: string;
}

/** Security headers: no third-party content, and no framing by other sites. */
const headers = {
  "content-security-policy":
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** Creates the HTTP server: the page, its API, and the webhook receiver of alerts. */
export function createDashboard(parts: DashboardParts): FastifyInstance {
  const { architecture, prometheus, receiver } = parts;
  const app = Fastify({ bodyLimit: 1024 * 1024 });
  // CSRF: another site can post text/plain without a CORS preflight.
  app.removeContentTypeParser("text/plain");
  app.addHook("onSend", async (_, reply) => void reply.headers(headers));
  app.setErrorHandler<FastifyError>((error, _, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) console.error(JSON.stringify({ severity: "error", message: error.message }));
    return reply.code(status).send({ error: error.message });
  });

  const viewers = new Viewers();
  const metrics = new Metrics(parts.serverName, receiver, viewers);
  serveFiles(app, parts.pages);
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/metrics", async (_, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );

  const state = new SharedState({
    architecture,
    prometheus,
    latencyMs: parts.latencyMs,
    watchdogAgeSeconds: () => receiver.watchdogAgeSeconds,
  });
  app.get("/api/architecture", () => architecture.get().catch(unavailable));
  app.get<{ Querystring: { viewer?: string } }>("/api/state", async ({ query, ip }) => {
    viewers.see(`${query.viewer ?? ip}`.slice(0, 64));
    return state.get();
  });

  const series = new ServerSeries(architecture, prometheus, parts.charts);
  app.get<{ Params: { name: string }; Querystring: { minutes?: string } }>(
    "/api/server/:name",
    async ({ params: { name }, query }, reply) => {
      const minutes = wholeNumber("minutes", query.minutes, 15, 180);
      const found = await series.of(name, minutes).catch(unavailable);
      return found ?? reply.code(404).send({ error: `no server is named ${name}` });
    },
  );
  app.get<{ Querystring: LogQuery }>(
    "/api/logs",
    { schema: { querystring: logQuerySchema } },
    ({ query }) => searchLogs(parts.logsUrl, query).catch(unavailable),
  );

  app.get<{ Querystring: { limit?: string } }>("/api/alerts", async ({ query }) => ({
    alerts: receiver.newest(wholeNumber("limit", query.limit, 100, 500)),
  }));
  app.post("/alerts", async ({ body }) => {
    const alerts = delivery(body);
    await receiver.receive(alerts);
    metrics.count(alerts);
    return { received: alerts.length };
  });

  app.get<{ Params: { name: string } }>("/runbooks/:name", async ({ params }, reply) => {
    const name = params.name.replace(/\.md$/, "");
    const page = await runbookPage(parts.runbooks, name);
    if (page === undefined) throw fault(404, `no runbook is named ${name}`);
    return reply.type("text/html; charset=utf-8").send(page);
  });
  return app;
}

function delivery(body: unknown) {
  try {
    return readDelivery(body, new Date());
  } catch (error) {
    throw fault(400, (error as Error).message);
  }
}

function wholeNumber(name: string, text: string | undefined, fallback: number, max: number) {
  const value = text === undefined ? fallback : Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw fault(400, `${name} must be a whole number from 1 to ${max}, got "${text}"`);
}

/** Responds with 503: a server that the dashboard queries is unavailable. */
function unavailable({ message }: Error): never {
  throw fault(503, message);
}

function fault(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
