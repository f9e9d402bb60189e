import { SpanKind } from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Log } from "../../../programs/log.ts";
import { metrics } from "./metrics.ts";
import { traceparentIn } from "./origin.ts";
import type { Span } from "./span.ts";
import { startSpan } from "./tracing.ts";

const HEALTH_CHECKS = new Set(["/healthz", "/readyz", "/rotation"]);

declare module "fastify" {
  interface FastifyRequest {
    /** Undefined without tracing. */
    span: Span | undefined;
  }
}

/** Logs, measures and traces requests, but no health checks; 499: the client disconnected. */
export function observeRequests(app: FastifyInstance, log: Log): void {
  app.decorateRequest("span", undefined);

  app.addHook("onRequest", async (request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    if (HEALTH_CHECKS.has(path)) return;
    const started = performance.now();
    const { method } = request;
    const route = request.routeOptions.url ?? "unmatched";
    const span = startRequestSpan(request, route);
    request.span = span;
    let isFinished = false;

    reply.raw.once("finish", () => {
      isFinished = true;
    });
    reply.raw.once("close", () => {
      const status = isFinished ? reply.raw.statusCode : 499;
      const milliseconds = performance.now() - started;
      log.write({
        requestId: request.id,
        traceId: span?.traceId,
        method,
        path,
        status,
        milliseconds: Math.round(milliseconds * 10) / 10,
      });
      metrics()?.requests.observe({ method, route, code: status }, milliseconds / 1000);
      if (status >= 500) span?.fail(`${status}`);
      span?.end({ "http.response.status_code": status });
    });
  });
}

function startRequestSpan(request: FastifyRequest, route: string): Span | undefined {
  return startSpan({
    name: () => `${request.method} ${route}`,
    kind: SpanKind.SERVER,
    remoteParent: traceparentIn(request.headers),
    startsTrace: true,
    attributes: {
      "http.request.method": request.method,
      "http.route": route,
      "request.id": request.id,
    },
  });
}
