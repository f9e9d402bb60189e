import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { root } from "../../environment.ts";

/** What takes a placeholder's place: a list repeats the line that it stands in. */
type Value = string | number | readonly string[];

const PLACEHOLDER = /\{\{ (\w+) \}\}/;

/** Escapes what Terraform would read as an expression. */
export function escapeExpressions(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

/** The names of a file's `{{ placeholders }}`. */
export function placeholdersOf(file: string): string[] {
  const found = readFileSync(file, "utf8").matchAll(new RegExp(PLACEHOLDER, "g"));
  return [...new Set([...found].map(([, name = ""]) => name))];
}

/**
 * Fills the `{{ placeholders }}` of a file. What Terraform would read as an
 * expression is escaped. Throws where a placeholder has no value or a value no placeholder.
 */
export function fillTemplate(file: string, values: Record<string, Value>): string {
  const unused = new Set(Object.keys(values));
  const template = escapeExpressions(readFileSync(file, "utf8"));

  const fillLine = (line: string): string[] => {
    const [, name] = line.match(PLACEHOLDER) ?? [];
    if (name === undefined) return [line];
    const value = values[name];
    if (value === undefined)
      throw new Error(`${relative(root, file)} has {{ ${name} }}: give it a value`);
    unused.delete(name);
    const items = typeof value === "object" ? value : [value];
    return items.flatMap((item) => fillLine(line.replace(PLACEHOLDER, `${item}`)));
  };

  const text = template.split("\n").flatMap(fillLine).join("\n");
  if (unused.size > 0) {
    throw new Error(
      `${relative(root, file)} has no {{ ${[...unused].join(" }} or {{ ")} }}: leave it out`,
    );
  }
  return text;
}
