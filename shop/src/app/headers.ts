import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Lifecycle } from "./lifecycle.ts";

const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

/** Headers of every response. */
export function commonHeaders(request: FastifyRequest, serverName: string): Record<string, string> {
  return {
    ...SECURITY_HEADERS,
    // pages contain the visitor's cart
    "cache-control": "private, no-cache",
    vary: "Accept, Cookie",
    "x-request-id": request.id,
    "x-served-by": serverName,
  };
}

/** Sets the headers of every response. */
export function setHeaders(
  app: FastifyInstance,
  { lifecycle, serverName }: { lifecycle: Lifecycle; serverName: string },
): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(commonHeaders(request, serverName));
  });

  app.addHook("onSend", async (_request, reply) => {
    if (lifecycle.isDraining) reply.header("connection", "close");
  });
}
