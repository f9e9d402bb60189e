const VERB = /\b(?:BEGIN|COMMIT|ROLLBACK|INSERT|UPDATE|DELETE|SELECT)\b/;
const TABLE = /\b(?:INTO|UPDATE|FROM)\s+(\w+)/;

/** Span name of a SQL statement: its first verb and first table, such as "INSERT orders". */
export function statementName(text: string): string {
  const [verb = "statement"] = VERB.exec(text) ?? [];
  const [, table] = TABLE.exec(text) ?? [];
  return table === undefined ? verb : `${verb} ${table}`;
}
