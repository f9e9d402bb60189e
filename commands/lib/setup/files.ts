import { join } from "node:path";
import { localFolder } from "../../../environment.ts";

export const standInFolder = join(localFolder, "stand-in");

export function logFile(name: string): string {
  return join(localFolder, `${name}.log`);
}
