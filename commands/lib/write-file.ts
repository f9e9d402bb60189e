import { writeFileSync } from "node:fs";
import { reasonOf } from "./file-error.ts";
import { UserError } from "./user-error.ts";

/** Writes a result into the file that the user named. @throws UserError with the system's reason */
export function writeFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`${file} could not be written: ${reasonOf(error as Error) ?? error}`);
  }
}

/** Writes a value as JSON that people can read, too. */
export function writeJson(file: string, value: unknown): void {
  writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
