import { root } from "../../environment.ts";
import { UserError } from "./user-error.ts";

/** What a file system refuses to a user; a file that is missing (ENOENT) is a fault of this program. */
const REFUSED = /\b(?:EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR): ([^,]+), \w+ '([^']+)'/;

/** Returns the system's words for what it refused: `permission denied`. */
export function reasonOf({ message }: Error): string | undefined {
  return message.match(/^\w+: (.*?), \w+/)?.[1];
}

/**
 * Explains an error of the file system that only the user can mend; undefined for all other errors.
 * @param message Node's: `EACCES: permission denied, mkdir '/shop/.blueprint'`
 */
export function explainFileError(message: string): UserError | undefined {
  const [, reason, path] = message.match(REFUSED) ?? [];
  if (path === undefined) return undefined;
  return new UserError(
    `${path} cannot be used (${reason}): make it a file or folder that this user can write (after a command with sudo: sudo chown -R "$USER" "${root}"), then run the same command again`,
  );
}
