import { writeFileSync } from "node:fs";
import { UserError } from "./user-error.ts";

/** Writes a result into the file that the user named. @throws UserError with the system's reason */
export function writeFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const [, reason] = (error as Error).message.match(/^\w+: (.*?), \w+/) ?? [];
    throw new UserError(`${file} could not be written: ${reason ?? error}`);
  }
}

/** Writes a value as JSON that people can read, too. */
export function writeJson(file: string, value: unknown): void {
  writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
