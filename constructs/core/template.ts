import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { root } from "../../environment.ts";

/** The value of a placeholder: a list repeats the placeholder's line for each item. */
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
 * Fills the `{{ placeholders }}` of a template file, and escapes text of the template that
 * Terraform would read as an expression. Throws if a placeholder has no value, or a value no
 * placeholder.
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
