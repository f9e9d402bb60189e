import pg from "pg";
import { Problem } from "../problem.ts";

/** The database did not do what it was asked, and another try may succeed. */
export class Outage extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * Whether an error says that the server is away, is going, or is not the
 * primary: no SQLSTATE at all (connection errors and the client's time-outs),
 * connection exceptions (08), administrator's shutdown (57P), a statement's
 * time-out (57014), a read-only server (25006), a serialization failure
 * (40001), too many connections (53300).
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return /^(08...|57P..|57014|25006|40001|53300)$/.test(error.code ?? "");
}

/** The answer for those who waited in vain. */
export function databaseAway(
  detail = "the database is away for the moment: try again in a few seconds",
): Problem {
  return new Problem(503, detail, { "retry-after": "5" });
}
