import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What rsyslog appends to. */
export const OPEN = "open.jsonl";

/** `open`: grows; `closed`: waits to become Parquet; `parquet`: as small as it gets. */
export type Kind = "open" | "closed" | "parquet";

/** A file of lines. */
export interface LogFile {
  readonly path: string;
  readonly kind: Kind;
  readonly bytes: number;
  /** When it was closed, in milliseconds since 1970; the open one's is in the future. */
  readonly closedAt: number;
}

const CLOSED = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3})Z\.(jsonl|parquet)$/;

/** A closed file's name tells when that was, so that names sort by time. */
export function closedName(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().replaceAll(":", "-")}.jsonl`;
}

/** The files of a folder, the oldest first, each set of lines once. */
export function listFiles(folder: string): LogFile[] {
  const names = new Set(readdirSync(folder));
  const files = [...names].flatMap((name) => {
    const path = join(folder, name);
    // A crash may leave a file in both forms; the Parquet one is complete as soon as it has its name.
    if (names.has(name.replace(/\.jsonl$/, ".parquet")) && name.endsWith(".jsonl")) return [];
    const closedAt = name === OPEN ? Number.POSITIVE_INFINITY : closingTime(name);
    if (closedAt === undefined) return [];
    const bytes = statSync(path, { throwIfNoEntry: false })?.size;
    if (bytes === undefined) return [];
    return [{ path, kind: kindOf(name), bytes, closedAt }];
  });
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** What a crash has left: halves of Parquet files, and lines that became Parquet already. */
export function leftovers(folder: string): string[] {
  const names = new Set(readdirSync(folder));
  return [...names]
    .filter((name) => name.endsWith(".part") || names.has(name.replace(/\.jsonl$/, ".parquet")))
    .filter((name) => !name.endsWith(".parquet"))
    .map((name) => join(folder, name));
}

function kindOf(name: string): Kind {
  if (name === OPEN) return "open";
  return name.endsWith(".parquet") ? "parquet" : "closed";
}

function closingTime(name: string): number | undefined {
  const [, day, hour, minute, second] = CLOSED.exec(name) ?? [];
  return day ? Date.parse(`${day}T${hour}:${minute}:${second}Z`) : undefined;
}
