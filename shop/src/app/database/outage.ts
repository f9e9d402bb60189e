import pg from "pg";
import { Problem } from "../problem.ts";

/** A transient error of the database: a retry may succeed. */
export class Outage extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * Whether an error is transient: the server is unavailable, is shutting down, or is not the
 * primary. That is an error without SQLSTATE (connection errors and timeouts of the client), a
 * connection exception (08), an administrator's shutdown (57P), a statement timeout (57014), a
 * read-only transaction (25006), a serialization failure (40001), or too many connections (53300).
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return /^(08...|57P..|57014|25006|40001|53300)$/.test(error.code ?? "");
}

/** The response to a request that timed out while it waited for the database. */
export function databaseUnavailable(
  detail = "the database is unavailable: try again in a few seconds",
): Problem {
  return new Problem(503, detail, { "retry-after": "5" });
}
