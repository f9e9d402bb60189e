import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Marked } from "marked";

/** A link to a runbook, in the same folder or in another noun's. */
const RUNBOOK = /^(?:[\w./-]*\/runbooks\/)?([\w-]+)\.md(?=#|$)/;

const marked = new Marked({
  async: false,
  walkTokens(token) {
    // Runbooks of all folders are pages side by side.
    if (token.type === "link") token.href = token.href.replace(RUNBOOK, "$1");
  },
});

/** Renders a runbook of the folder as HTML; undefined if there is none with that name. */
export async function runbookPage(folder: string, name: string): Promise<string | undefined> {
  if (!/^[\w-]+$/.test(name)) return undefined;
  const markdown = await readFile(join(folder, `${name}.md`), "utf8").catch(() => undefined);
  if (markdown === undefined) return undefined;
  const title = markdown.match(/^# (.+)$/m)?.[1] ?? name;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/runbook.css">
</head>
<body>
<nav><a href="/">Live page</a> <a href="/runbooks/README">All runbooks</a></nav>
<main>
${marked.parse(markdown)}</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
