import { accessSync, constants, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Environment, localFolder, root } from "../../../environment.ts";
import { explainFileError } from "../file-error.ts";

export function logFile(name: string): string {
  return join(localFolder, `${name}.log`);
}

type Kept = Pick<Environment, "folder" | "outdir" | "stateFile" | "secretsFile">;

/** Throws if this user cannot write what a deploy keeps in the checkout, such as after one with sudo. */
export function checkFiles(
  { folder, outdir, stateFile, secretsFile }: Kept,
  local = localFolder,
): void {
  const folders = [local, dirname(folder), folder, outdir].filter(existsSync);
  const files = [stateFile, secretsFile].filter(existsSync);
  const needed = folders.length > 0 ? folders : [root];
  for (const path of [...needed.map((each) => join(each, "/")), ...files]) {
    try {
      accessSync(path, constants.W_OK);
    } catch (error) {
      throw explainFileError((error as Error).message) ?? error;
    }
  }
}
