import { SpanKind } from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Log } from "../../../programs/log.ts";
import { metrics } from "./metrics.ts";
import { traceparentIn } from "./origin.ts";
import type { Step } from "./step.ts";
import { beginStep } from "./tracing.ts";

const quiet = new Set(["/healthz", "/readyz", "/rotation"]);

declare module "fastify" {
  interface FastifyRequest {
    /** What the trace shows of it, where there is one. */
    step: Step | undefined;
  }
}

/**
 * Logs, measures and traces each request but health checks, also those that the client gave up
 * (status 499).
 */
export function observeRequests(app: FastifyInstance, log: Log): void {
  app.decorateRequest("step", undefined);

  app.addHook("onRequest", async (request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    if (quiet.has(path)) return;
    const started = performance.now();
    const { method } = request;
    const route = request.routeOptions.url ?? "unmatched";
    const step = begin(request, route);
    request.step = step;
    let isFinished = false;

    reply.raw.once("finish", () => {
      isFinished = true;
    });
    reply.raw.once("close", () => {
      const status = isFinished ? reply.raw.statusCode : 499;
      const milliseconds = performance.now() - started;
      log.write({
        requestId: request.id,
        traceId: step?.traceId,
        method,
        path,
        status,
        milliseconds: Math.round(milliseconds * 10) / 10,
      });
      metrics()?.requests.observe({ method, route, code: status }, milliseconds / 1000);
      if (status >= 500) step?.fail(`${status}`);
      step?.end({ "http.response.status_code": status });
    });
  });
}

function begin(request: FastifyRequest, route: string): Step | undefined {
  return beginStep({
    name: () => `${request.method} ${route}`,
    kind: SpanKind.SERVER,
    parent: traceparentIn(request.headers),
    mayBegin: true,
    attributes: {
      "http.request.method": request.method,
      "http.route": route,
      "request.id": request.id,
    },
  });
}
