import { root } from "../../environment.ts";
import { UserError } from "./user-error.ts";

/** What a file system refuses to a user; a file that is missing (ENOENT) is a fault of this program. */
const REFUSALS = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "EISDIR"];

/** Returns the system's words for what it refused: `permission denied`. */
export function reasonOf({ message }: Error): string | undefined {
  return message.match(/^\w+: (.*?), \w+/)?.[1];
}

/** Explains an error of the file system that only the user can mend; undefined for all other errors. */
export function explainFileError(error: unknown): UserError | undefined {
  const { code = "", path } = error as NodeJS.ErrnoException;
  if (!path || !REFUSALS.includes(code)) return undefined;
  return new UserError(
    `${path} cannot be used (${reasonOf(error as Error) ?? code}): make it a file or folder that this user can write (after a command with sudo: sudo chown -R "$USER" "${root}"), then run the same command again`,
  );
}
