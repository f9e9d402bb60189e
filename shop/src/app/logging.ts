import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isRequestId } from "../observing/origin.ts";

/** Structured log: one JSON line an event, to stdout. */
export class Log {
  constructor(private readonly server: string) {}

  write(event: Readonly<Record<string, unknown>>): void {
    const line = { time: new Date().toISOString(), server: this.server, ...event };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

/** The request's id: its `X-Request-Id` if valid, or a new one. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return isRequestId(given) ? given : randomUUID();
}
