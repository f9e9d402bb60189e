import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../environment.ts";
import { readStack } from "../lib/stack/stack.ts";
import { synthesizedStages } from "../lib/stack/synthesized.ts";
import { listStages } from "../lib/stage-name.ts";
import { UserError } from "../lib/user-error.ts";
import { renderSvg } from "./draw/svg.ts";
import { documentStages } from "./stages/document.ts";

/** `npm run stages`: generates docs/stages.md and its pictures from the synthesized stages. */
export async function run(args: string[]): Promise<void> {
  if (args.length > 0) {
    throw new UserError(`stages takes nothing, got ${args.join(" ")}: npm run stages`);
  }
  // Without variables, so that the page is the same in every environment.
  const folder = await synthesizedStages(root, {});
  const sources = listStages().map((stage) => ({
    stack: readStack(join(folder, stage), stage),
    code: readFileSync(join(root, "stacks", `${stage}.ts`), "utf8"),
  }));
  const { page, pictures } = documentStages(sources);
  write("stages.md", page);
  for (const [path, drawing] of pictures) write(path, await renderSvg(drawing));
  console.log(`docs/stages.md and ${pictures.size} pictures are written`);
}

function write(path: string, content: string): void {
  const file = join(root, "docs", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
