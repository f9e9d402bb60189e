import type { Severity } from "../../model/log-query.ts";
import type { RawLine, Stream } from "../logs/raw-line.ts";
import { severityOfEvent, severityOfText } from "./severity.ts";

/** The source of a line: a container, with the name and the role of its server. */
export interface Source {
  readonly name: string;
  readonly server: string;
  readonly role: string;
}

/** A line in the format of the log store. */
export interface Line {
  /** The time at which Docker received it: RFC 3339 in UTC with nanoseconds. */
  readonly time: string;
  readonly server: string;
  readonly role: string;
  /** The name of the container. */
  readonly container: string;
  readonly stream: Stream;
  readonly severity: Severity;
  readonly requestId?: string;
  /** 32 hexadecimal digits. */
  readonly traceId?: string;
  /** The program's output; a space instead of an empty line, which the store does not accept. */
  readonly text: string;
}

/** A request in an access log. */
export interface Access {
  readonly status: number;
  readonly milliseconds: number;
}

/** The SQL comment in which the application's programs pass the request id to the database's log. */
const COMMENT = /\/\* request ([\w.:-]{2,64}) \*\//;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Converts a program's line into the format of the log store. */
export function toLine(source: Source, raw: RawLine): { line: Line; access?: Access } {
  const { name: container, server, role } = source;
  const { time, stream, text } = raw;
  const event = parse(text);
  const requestId = event ? (id(event.requestId) ?? id(event.request)) : text.match(COMMENT)?.[1];
  const line = {
    time,
    server,
    role,
    container,
    stream,
    severity: event ? severityOfEvent(event) : severityOfText(text),
    requestId,
    traceId: id(event?.traceId) ?? traceOf(requestId),
    text: text || " ",
  };
  return { line, access: event && accessOf(event) };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns a valid id; undefined for others, such as the hyphen that proxies log for a missing id. */
function id(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{2,64}$/.test(value) ? value : undefined;
}

/** Derives the trace id from the request id, as the public address does. */
function traceOf(requestId: string | undefined): string | undefined {
  if (requestId === undefined || !UUID.test(requestId)) return undefined;
  return requestId.replaceAll("-", "").toLowerCase();
}

function accessOf({ status, milliseconds }: Readonly<Record<string, unknown>>): Access | undefined {
  if (typeof status !== "number" || typeof milliseconds !== "number") return undefined;
  return { status, milliseconds };
}
