import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { escapeExpressions, fillTemplate } from "../../core/template.ts";

/** Returns the files of a folder with these runbooks, and their list as `README.md`, by path. */
export function runbookFolder(folder: string, paths: readonly string[]): Record<string, string> {
  const runbooks = new Map<string, string>();
  for (const path of paths) {
    const name = basename(path);
    if (runbooks.has(name)) throw new Error(`two runbooks are called ${name}: rename ${path}`);
    runbooks.set(name, escapeExpressions(readFileSync(path, "utf8")));
  }
  const list = fillTemplate(join(import.meta.dirname, "runbooks.md"), {
    runbook: [...runbooks].map(([name, text]) => describe(name, text)),
  });
  const files = [...runbooks, ["README.md", list] as const];
  return Object.fromEntries(files.map(([name, text]) => [join(folder, name), text]));
}

/** A runbook's title as a link, and its first sentence. */
function describe(name: string, text: string): string {
  const [, title = name, sentence = ""] =
    text.match(/^# (.+)\n\n([\s\S]+?\.(?:\*\*)?)(?=\s)/) ?? [];
  return `[${title}](${name}): ${sentence.replaceAll("\n", " ")}`;
}
