import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { parseTraceParent } from "@opentelemetry/core";

/** Request id and trace context of the request that caused some work, also in other programs. */
export interface Origin {
  readonly requestId?: string;
  /** The parent span (W3C Trace Context). */
  readonly traceparent?: string;
}

/** Headers of HTTP requests and of messages. */
const REQUEST_ID = "x-request-id";
const TRACEPARENT = "traceparent";

/** Whether a value is a valid request id: safe in logs, headers and SQL comments. */
export function isRequestId(value: unknown): value is string {
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value);
}

/** The id of a request: its `X-Request-Id` if valid, or a new one. */
export function requestId({ headers }: IncomingMessage): string {
  const given = headers[REQUEST_ID];
  return isRequestId(given) ? given : randomUUID();
}

/** Extracts the origin from headers; invalid values are ignored. */
export function originOf(headers: Readonly<Record<string, unknown>> | undefined): Origin {
  const { [REQUEST_ID]: requestId } = headers ?? {};
  const traceparent = traceparentIn(headers);
  return { ...(isRequestId(requestId) && { requestId }), ...(traceparent && { traceparent }) };
}

/** Injects the origin into headers. */
export function headersOf({ requestId, traceparent }: Origin): Record<string, string> {
  return {
    ...(requestId !== undefined && { [REQUEST_ID]: requestId }),
    ...(traceparent !== undefined && { [TRACEPARENT]: traceparent }),
  };
}

/** A comment in front of a statement, for the request id in the database's log. */
export function sqlComment({ requestId }: Origin): string {
  return isRequestId(requestId) ? `/* request ${requestId} */ ` : "";
}

/** The header `traceparent`, if it is valid. */
export function traceparentIn(
  headers: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const value = headers?.[TRACEPARENT];
  return typeof value === "string" && parseTraceParent(value) !== null ? value : undefined;
}
