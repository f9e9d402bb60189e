import type { RawLine, Stream } from "../logs/raw-line.ts";
import { type Severity, severityOfEvent, severityOfText } from "./severity.ts";

/** A container, with the name and the role of its server. */
export interface Source {
  readonly name: string;
  readonly server: string;
  readonly role: string;
}

/** A line as the store gets it. */
export interface Line {
  /** When the engine got it: RFC 3339 in UTC with nanoseconds. */
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
  /** What the program wrote; a space if it is empty, because the store keeps no empty lines. */
  readonly text: string;
}

/** What an access log's line tells of a request. */
export interface Access {
  readonly status: number;
  readonly milliseconds: number;
}

/** How the application's programs tell the database which request a statement is for. */
const COMMENT = /\/\* request ([\w.:-]{2,64}) \*\//;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Puts a program's line into the form that the store gets. */
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

/** Proxies write a hyphen where there is none. */
function id(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{2,64}$/.test(value) ? value : undefined;
}

/** The public address makes the trace's id of the request's. */
function traceOf(requestId: string | undefined): string | undefined {
  if (requestId === undefined || !UUID.test(requestId)) return undefined;
  return requestId.replaceAll("-", "").toLowerCase();
}

function accessOf({ status, milliseconds }: Readonly<Record<string, unknown>>): Access | undefined {
  if (typeof status !== "number" || typeof milliseconds !== "number") return undefined;
  return { status, milliseconds };
}
