import type { FastifyRequest } from "fastify";

const json = /^application\/(problem\+)?json\b/;

/**
 * Whether the answer is for a program: it accepts JSON before any HTML, or it
 * sent JSON and names no preference.
 */
export function wantsJson(request: FastifyRequest): boolean {
  const accepted = (request.headers.accept ?? "*/*").split(",").map((type) => type.trim());
  for (const type of accepted) {
    if (json.test(type)) return true;
    if (type.startsWith("text/html")) return false;
  }
  return json.test(request.headers["content-type"] ?? "");
}
