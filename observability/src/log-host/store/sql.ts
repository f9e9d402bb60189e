import type { LogFile } from "./files.ts";

const COLUMNS = `{time: 'TIMESTAMP', server: 'VARCHAR', role: 'VARCHAR', severity: 'VARCHAR',
  requestId: 'VARCHAR', traceId: 'VARCHAR', text: 'VARCHAR'}`;

/** An SQL expression for all lines of the files; what is no line is left out. */
export function linesOf(files: readonly LogFile[]): string {
  const parquet = files.filter(({ kind }) => kind === "parquet");
  const json = files.filter(({ kind }) => kind !== "parquet");
  const parts = [
    ...(parquet.length > 0 ? [`SELECT * FROM read_parquet(${list(parquet)})`] : []),
    ...(json.length > 0 ? [`SELECT * FROM ${readJson(json)} WHERE time IS NOT NULL`] : []),
  ];
  return `(${parts.join(" UNION ALL ")})`;
}

/**
 * Writes a file of JSON lines as Parquet.
 * @param isSorted by time, which takes more memory and makes searches in a time faster
 */
export function copyToParquet(file: LogFile, target: string, isSorted: boolean): string {
  const order = isSorted ? "ORDER BY time" : "";
  return `COPY (SELECT * FROM ${linesOf([file])} ${order}) TO ${quote(target)}
    (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`;
}

function readJson(files: readonly LogFile[]): string {
  return `read_json(${list(files)}, format = 'newline_delimited', ignore_errors = true,
    maximum_object_size = 1048576, columns = ${COLUMNS})`;
}

function list(files: readonly LogFile[]): string {
  return `[${files.map(({ path }) => quote(path)).join(", ")}]`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
