import { join } from "node:path";
import { localFolder } from "../../../environment.ts";

export function logFile(name: string): string {
  return join(localFolder, `${name}.log`);
}
