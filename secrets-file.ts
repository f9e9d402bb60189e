import { existsSync, readFileSync } from "node:fs";

/**
 * Reads an environment's secrets by name; undefined if there are none yet.
 * @throws Error if the file is unreadable or damaged: new secrets would not fit to the data
 */
export function readSecretsFile(file: string): Record<string, string> | undefined {
  if (!existsSync(file)) return undefined;
  let secrets: unknown;
  try {
    // editors of Windows begin a file with a byte order mark
    secrets = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw damaged(file);
    throw new Error(`the secrets in ${file} cannot be read (${code}): give this user access to it`);
  }
  if (typeof secrets !== "object" || secrets === null || Array.isArray(secrets)) {
    throw damaged(file);
  }
  return secrets as Record<string, string>;
}

function damaged(file: string): Error {
  return new Error(
    `the file of secrets ${file} is damaged: put a copy of it back, because the data knows only its passwords; without a copy, move it away, and "npm run destroy" removes the environment with its data`,
  );
}
