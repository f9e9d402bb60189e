import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../environment.ts";
import { newCommand } from "../lib/command.ts";
import { readStack } from "../lib/stack/stack.ts";
import { synthesizedStages } from "../lib/stack/synthesized.ts";
import { listStages } from "../lib/stage-name.ts";
import { renderSvg } from "./draw/svg.ts";
import { documentStages } from "./stages/document.ts";

/** `npm run stages`: generates docs/stages.md and its pictures from the synthesized stages. */
export const command = newCommand("stages", "writes docs/stages.md and its pictures again", [
  "npm run stages",
  "npm run stages && git diff docs",
]).action(write);

async function write(): Promise<void> {
  // Without variables, so that the page is the same in every environment.
  const folder = await synthesizedStages(root, {});
  const sources = listStages().map((stage) => ({
    stack: readStack(join(folder, stage), stage),
    code: readFileSync(join(root, "stacks", `${stage}.ts`), "utf8"),
  }));
  const { page, pictures } = documentStages(sources);
  writeDocument("stages.md", page);
  for (const [path, drawing] of pictures) writeDocument(path, await renderSvg(drawing));
  console.log(`docs/stages.md and ${pictures.size} pictures are written`);
}

function writeDocument(path: string, content: string): void {
  const file = join(root, "docs", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
