import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Folders of a checkout that no stage is made of; all else may be part of one. */
const APART = new Set([
  ".blueprint",
  ".ci",
  ".git",
  ".github",
  "cdktf.out",
  "commands",
  "docs/stages",
  "test",
]);

/** What is made of the others, wherever it is. */
const MADE = /(^|\/)(node_modules|dist)$/;

/** A digest of all that the stages of a checkout are made of, and of what they are told. */
export function fingerprint(
  checkout: string,
  told: Readonly<Record<string, string | undefined>>,
): string {
  const hash = createHash("sha256").update(JSON.stringify(told));
  for (const file of filesOf(checkout)) {
    const path = join(checkout, file);
    hash.update(`\0${file}\0${statSync(path).mode & 0o111}\0`).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Paths of files, from the checkout, in one order. */
function filesOf(checkout: string, folder = ""): string[] {
  const entries = readdirSync(join(checkout, folder), { withFileTypes: true });
  return entries
    .map((entry) => ({ entry, path: join(folder, entry.name) }))
    .filter(({ path }) => !APART.has(path) && !MADE.test(path))
    .flatMap(({ entry, path }) => {
      if (entry.isDirectory()) return filesOf(checkout, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
