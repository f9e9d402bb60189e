import type { Query } from "../query.ts";
import { conditionsOf } from "./conditions.ts";
import type { Database } from "./database.ts";
import { type LogFile, listFiles } from "./files.ts";
import { linesOf } from "./sql.ts";

/** A line may be written that much later than the time that it bears. */
const LATE_MILLISECONDS = 60_000;

/** What a search has found. */
export interface Found {
  /** The newest first. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly milliseconds: number;
  /** How many files were read. */
  readonly files: number;
}

/** Searches all files, whatever form they have at the moment. */
export function search(database: Database, folder: string, query: Query): Promise<Found> {
  return database.alone(async () => {
    const started = performance.now();
    const files = listFiles(folder).filter((file) => mayHold(file, query));
    const rows = files.length > 0 ? await find(database, files, query) : [];
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    return { lines: rows.map(withoutNulls), milliseconds, files: files.length };
  });
}

function find(database: Database, files: readonly LogFile[], query: Query) {
  const { sql, values } = conditionsOf(query);
  return database.rows(
    `SELECT strftime(time, '%Y-%m-%dT%H:%M:%S.%gZ') AS time, * EXCLUDE (time)
     FROM ${linesOf(files)} AS lines WHERE ${sql} ORDER BY lines.time DESC LIMIT ${query.limit}`,
    values,
  );
}

/** Whatever a file holds is older than the file's end. */
function mayHold({ closedAt, bytes }: LogFile, { from }: Query): boolean {
  return bytes > 0 && (from === undefined || closedAt + LATE_MILLISECONDS >= from);
}

function withoutNulls(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
