import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Whether a module is the entry point of the process, and not imported. */
export function isStarted(module: string): boolean {
  const [, started] = process.argv;
  return started !== undefined && realpathSync(started) === fileURLToPath(module);
}
