import type { Severity } from "../../model/log-query.ts";

const ERRORS = /^(err|error|fatal|panic|dpanic|crit|critical|alert|emerg|emergency)$/i;
const WARNINGS = /^warn(ing)?$/i;

/** Marks errors in the plain text logs of HAProxy, nginx, PostgreSQL, Patroni, Python and Go programs. */
const PLAIN_ERROR = /^\[ALERT\]|\[(error|crit|alert|emerg)\]|\b(ERROR|FATAL|PANIC|CRITICAL):\s/;
/** Marks warnings; Valkey's mark is `#`. */
const PLAIN_WARNING = /^\[WARNING\]|\[warn\]|\bWARNING:\s|^\d+:[A-Z] \d+ \w+ \d+ [\d:.]+ # /;

/** Not found, and closed by the client: neither is a fault of the application. */
const HARMLESS = new Set([404, 499]);

/** Returns the severity of a JSON line, from its level or else from its HTTP status. */
export function severityOfEvent(event: Readonly<Record<string, unknown>>): Severity {
  const level = event.level ?? event.severity;
  if (typeof level === "string") {
    if (ERRORS.test(level)) return "error";
    return WARNINGS.test(level) ? "warning" : "info";
  }
  const { status } = event;
  if (typeof status !== "number" || HARMLESS.has(status)) return "info";
  if (status >= 500) return "error";
  return status >= 400 ? "warning" : "info";
}

/** Returns the severity of a plain text line. */
export function severityOfText(text: string): Severity {
  if (PLAIN_ERROR.test(text)) return "error";
  return PLAIN_WARNING.test(text) ? "warning" : "info";
}
