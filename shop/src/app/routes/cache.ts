import type { FastifyInstance } from "fastify";
import type { Counters } from "../cache/counters.ts";

/** What the cache was good for, for those who can reach the app server itself. */
export function cacheRoutes(app: FastifyInstance, counters: Counters): void {
  app.get("/cache", async (request, reply) => {
    // the web servers set it with each request that they pass on
    if (request.headers["x-forwarded-for"] !== undefined) return reply.callNotFound();
    return reply.header("cache-control", "no-store").send(counters);
  });
}
