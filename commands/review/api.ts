import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { documentApi } from "./api/document.ts";

/** `npm run api`: generates constructs/API.md from the docstrings of what constructs/index.ts exports. */
export const command = newCommand("api", "writes constructs/API.md again", [
  "npm run api",
  "npm run api && git diff constructs",
]).action(write);

async function write(): Promise<void> {
  const { readExports } = await import("./api/read.ts");
  const exports = readExports("constructs/index.ts");
  writeFileSync(join(root, "constructs/API.md"), documentApi(exports));
  console.log(`constructs/API.md is written: ${exports.length} exports`);
}
