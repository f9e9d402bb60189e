import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { FastifyInstance } from "fastify";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Serves the files of a folder from memory, with ETags; `index.html` at `/`. */
export function serveFiles(app: FastifyInstance, folder: string): void {
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name));
    const tag = `"${createHash("sha256").update(content).digest("hex").slice(0, 16)}"`;
    app.get(name === "index.html" ? "/" : `/${name}`, async (request, reply) => {
      reply.headers({ etag: tag, "cache-control": "no-cache" });
      if (request.headers["if-none-match"] === tag) return reply.code(304).send();
      return reply.type(types[extname(name)] ?? "application/octet-stream").send(content);
    });
  }
}
