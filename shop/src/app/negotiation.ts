import type { FastifyRequest } from "fastify";

const JSON_TYPE = /^application\/(problem\+)?json\b/;

/**
 * Content negotiation: whether the client prefers JSON to HTML. Without a preference, a client that
 * sends JSON gets JSON.
 */
export function wantsJson(request: FastifyRequest): boolean {
  const accepted = (request.headers.accept ?? "*/*").split(",").map((type) => type.trim());
  for (const type of accepted) {
    if (JSON_TYPE.test(type)) return true;
    if (type.startsWith("text/html")) return false;
  }
  return JSON_TYPE.test(request.headers["content-type"] ?? "");
}
