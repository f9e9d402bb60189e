import type { RawLine } from "../logs/raw-line.ts";
import { type Severity, severityOfEvent, severityOfText } from "./severity.ts";

/** A server's name and role. */
export interface Source {
  readonly server: string;
  readonly role: string;
}

/** A line as the log host keeps it. */
export interface Line extends Source {
  /** ISO 8601 in UTC with milliseconds. */
  readonly time: string;
  readonly severity: Severity;
  readonly requestId?: string;
  /** 32 hexadecimal digits. */
  readonly traceId?: string;
  /** What the program wrote. */
  readonly text: string;
}

/** What an access log's line tells of a request. */
export interface Access {
  readonly status: number;
  readonly milliseconds: number;
}

/** Of a message: rsyslog cuts what is longer than 64 KiB, and half an object can't be read. */
export const MOST_BYTES = 64_000;
const ENOUGH_CHARACTERS = 10_000;

/** How the application's programs tell the database which request a statement is for. */
const COMMENT = /\/\* request ([\w.:-]{2,64}) \*\//;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Puts a program's line into the form that all lines are kept in. */
export function toLine({ server, role }: Source, raw: RawLine): { line: Line; access?: Access } {
  const time = `${raw.time.slice(0, 23)}Z`;
  const event = parse(raw.text);
  if (event === undefined) {
    const severity = severityOfText(raw.text);
    const [, requestId] = raw.text.match(COMMENT) ?? [];
    const traceId = traceOf(requestId);
    return { line: { time, server, role, severity, requestId, traceId, text: raw.text } };
  }
  const requestId = id(event.requestId) ?? id(event.request);
  const line = {
    time,
    server,
    role,
    severity: severityOfEvent(event),
    requestId,
    traceId: id(event.traceId) ?? traceOf(requestId),
    text: raw.text,
  };
  return { line, access: accessOf(event) };
}

/** The line as one JSON object that the log host takes whole. */
export function encode(line: Line): string {
  const payload = JSON.stringify(line);
  if (Buffer.byteLength(payload) <= MOST_BYTES) return payload;
  return JSON.stringify({ ...line, text: `${line.text.slice(0, ENOUGH_CHARACTERS)}… (cut)` });
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
