const verb = /\b(?:BEGIN|COMMIT|ROLLBACK|INSERT|UPDATE|DELETE|SELECT)\b/;
const table = /\b(?:INTO|UPDATE|FROM)\s+(\w+)/;

/** What a trace calls a statement: what it does first, and to which table: "INSERT orders". */
export function statementName(text: string): string {
  const [does = "statement"] = verb.exec(text) ?? [];
  const [, to] = table.exec(text) ?? [];
  return to === undefined ? does : `${does} ${to}`;
}
