import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Whether a module is the one that Node was started with; it is imported otherwise. */
export function isStarted(module: string): boolean {
  const [, started] = process.argv;
  return started !== undefined && realpathSync(started) === fileURLToPath(module);
}
