/** Aligns rows in columns; the first row is the header. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Renders rows as a table in Markdown, and fills short rows; the first row is the header. */
export function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...rest] = rows;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const body = rest.map((row) => head.map((_, i) => (row[i] ?? "").replaceAll("|", "\\|")));
  return [head, head.map(() => "---"), ...body].map(line);
}
