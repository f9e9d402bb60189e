import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { parseTraceParent } from "@opentelemetry/core";

/** The request that something is done for, also by other programs and later. */
export interface Origin {
  readonly requestId?: string;
  /** The span that it belongs to (W3C Trace Context). */
  readonly traceparent?: string;
}

/** Names of headers, of HTTP requests and of messages. */
const requestIdHeader = "x-request-id";
const traceparentHeader = "traceparent";

/** Whether a text is a sane id of a request: it may stand in logs, headers and SQL comments. */
export function isRequestId(value: unknown): value is string {
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value);
}

/** The id of a request: its `X-Request-Id` if valid, or a new one. */
export function requestId({ headers }: IncomingMessage): string {
  const given = headers[requestIdHeader];
  return isRequestId(given) ? given : randomUUID();
}

/** What headers say of it; nothing of what is not sane. */
export function originOf(headers: Readonly<Record<string, unknown>> | undefined): Origin {
  const { [requestIdHeader]: requestId } = headers ?? {};
  const traceparent = traceparentIn(headers);
  return { ...(isRequestId(requestId) && { requestId }), ...(traceparent && { traceparent }) };
}

/** The headers that say it. */
export function headersOf({ requestId, traceparent }: Origin): Record<string, string> {
  return {
    ...(requestId !== undefined && { [requestIdHeader]: requestId }),
    ...(traceparent !== undefined && { [traceparentHeader]: traceparent }),
  };
}

/** A comment to stand ahead of a statement, so that the database's log shows whom it was for. */
export function sqlComment({ requestId }: Origin): string {
  return isRequestId(requestId) ? `/* request ${requestId} */ ` : "";
}

/** The header `traceparent`, if it is a sane one. */
export function traceparentIn(
  headers: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const value = headers?.[traceparentHeader];
  return typeof value === "string" && parseTraceParent(value) !== null ? value : undefined;
}
