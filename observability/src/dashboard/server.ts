import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { readDelivery } from "./alerts/delivery.ts";
import type { AlertReceiver } from "./alerts/receiver.ts";
import type { IArchitectureSource } from "./architecture/source.ts";
import { searchLogs } from "./log-search.ts";
import { Metrics } from "./metrics.ts";
import type { Prometheus } from "./prometheus.ts";
import { runbookPage } from "./runbooks.ts";
import { ServerSeries } from "./series/series.ts";
import { SharedState } from "./state/shared-state.ts";
import { serveFiles } from "./static-files.ts";
import { Viewers } from "./viewers.ts";

/** What the dashboard is made of. */
export interface DashboardParts {
  readonly architecture: IArchitectureSource;
  readonly prometheus: Prometheus;
  readonly receiver: AlertReceiver;
  readonly serverName: string;
  /** Where the log host answers searches: `http://logs:8080`. */
  readonly logsUrl: string;
  /** The folder of the runbooks. */
  readonly runbooks: string;
  /** The folder of what a browser loads. */
  readonly pages: string;
}

/** Nothing comes from elsewhere, and nobody else shows the page in a frame. */
const headers = {
  "content-security-policy":
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** The page, what it shows, and the receiver of alerts. */
export function createDashboard(parts: DashboardParts): FastifyInstance {
  const { architecture, prometheus, receiver } = parts;
  const app = Fastify({ bodyLimit: 1024 * 1024 });
  // A page from elsewhere could send that without being asked for its origin.
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
    watchdogAgeSeconds: () => receiver.watchdogAgeSeconds,
  });
  app.get("/api/architecture", () =>
    architecture.get().catch((error: Error) => {
      throw fault(503, error.message);
    }),
  );
  app.get<{ Querystring: { viewer?: string } }>("/api/state", async ({ query, ip }) => {
    viewers.see(`${query.viewer ?? ip}`.slice(0, 64));
    return state.get();
  });

  const series = new ServerSeries(architecture, prometheus);
  app.get<{ Params: { name: string }; Querystring: { minutes?: string } }>(
    "/api/server/:name",
    async ({ params: { name }, query }, reply) => {
      const minutes = wholeNumber("minutes", query.minutes, 15, 180);
      const found = await series.of(name, minutes).catch((error: Error) => {
        throw fault(503, error.message);
      });
      return found ?? reply.code(404).send({ error: `no server is called ${name}` });
    },
  );
  app.get<{ Querystring: Record<string, unknown> }>("/api/logs", async ({ query }, reply) => {
    const { status, body } = await searchLogs(parts.logsUrl, query);
    return reply.code(status).type("application/json").send(body);
  });

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
    if (page === undefined) throw fault(404, `no runbook is called ${name}`);
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

function wholeNumber(name: string, text: string | undefined, otherwise: number, most: number) {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw fault(400, `${name} must be a whole number from 1 to ${most}, got "${text}"`);
}

function fault(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
