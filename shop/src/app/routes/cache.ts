import type { FastifyInstance } from "fastify";
import type { Counters } from "../cache/counters.ts";

/** Cache statistics, for clients that reach the app server directly. */
export function cacheRoutes(app: FastifyInstance, counters: Counters): void {
  app.get("/cache", async (request, reply) => {
    // the web servers set this header on each request that they forward
    if (request.headers["x-forwarded-for"] !== undefined) return reply.callNotFound();
    return reply.header("cache-control", "no-store").send(counters);
  });
}
