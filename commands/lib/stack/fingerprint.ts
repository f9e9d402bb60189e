import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Folders of a checkout that do not affect the stages. */
const IGNORED = new Set([
  ".blueprint",
  ".ci",
  ".git",
  ".github",
  "cdktf.out",
  "commands",
  "docs/stages",
  "test",
]);

/** Installed or generated folders, at any depth. */
const GENERATED = /(^|\/)(node_modules|dist)$/;

/** Returns a digest of everything that a checkout's stages depend on: files and variables. */
export function fingerprint(
  checkout: string,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  const hash = createHash("sha256").update(JSON.stringify(variables));
  for (const file of filesOf(checkout)) {
    const path = join(checkout, file);
    hash.update(`\0${file}\0${statSync(path).mode & 0o111}\0`).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Returns the paths of files, relative to the checkout, sorted. */
function filesOf(checkout: string, folder = ""): string[] {
  const entries = readdirSync(join(checkout, folder), { withFileTypes: true });
  return entries
    .map((entry) => ({ entry, path: join(folder, entry.name) }))
    .filter(({ path }) => !IGNORED.has(path) && !GENERATED.test(path))
    .flatMap(({ entry, path }) => {
      if (entry.isDirectory()) return filesOf(checkout, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
