export type Severity = "info" | "warning" | "error";

const ERRORS = /^(err|error|fatal|panic|dpanic|crit|critical|alert|emerg|emergency)$/i;
const WARNINGS = /^warn(ing)?$/i;

/** How HAProxy, nginx, PostgreSQL, Patroni, Python and Go programs mark what went wrong. */
const PLAIN_ERROR = /^\[ALERT\]|\[(error|crit|alert|emerg)\]|\b(ERROR|FATAL|PANIC|CRITICAL):\s/;
/** The same of warnings; Valkey marks them by `#`. */
const PLAIN_WARNING = /^\[WARNING\]|\[warn\]|\bWARNING:\s|^\d+:[A-Z] \d+ \w+ \d+ [\d:.]+ # /;

/** What a visitor asked for and is not there, or did not wait for, is no fault. */
const HARMLESS = new Set([404, 499]);

/** The severity of an event: its level, or, if it has none, that of its HTTP status. */
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

/** The severity of a line that is no JSON. */
export function severityOfText(text: string): Severity {
  if (PLAIN_ERROR.test(text)) return "error";
  return PLAIN_WARNING.test(text) ? "warning" : "info";
}
