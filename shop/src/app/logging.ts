import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";

const quiet = new Set(["/healthz", "/readyz", "/rotation"]);

/** Writes JSON, one line an event. */
export class Log {
  constructor(private readonly server: string) {}

  write(event: Readonly<Record<string, unknown>>): void {
    const line = { time: new Date().toISOString(), server: this.server, ...event };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

/** The request's id: the one it came with, if that is a sane one, or a new one. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Logs each request but health checks, also those that the client gave up (status 499). */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook("onRequest", async (request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    if (quiet.has(path)) return;
    const started = performance.now();
    let isFinished = false;

    reply.raw.once("finish", () => {
      isFinished = true;
    });
    reply.raw.once("close", () => {
      log.write({
        request: request.id,
        method: request.method,
        path,
        status: isFinished ? reply.raw.statusCode : 499,
        milliseconds: Math.round((performance.now() - started) * 10) / 10,
      });
    });
  });
}
