import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The contents of a folder's files, by path. */
export type Files = Map<string, string>;

/** Makes a folder contain exactly these files; does not write a file that is up to date. */
export function writeFolder(folder: string, files: Files): void {
  for (const [path, content] of files) {
    const file = join(folder, path);
    if (existsSync(file) && readFileSync(file, "utf8") === content) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const present = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of present.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (!files.has(path)) rmSync(join(folder, path));
  }
}
