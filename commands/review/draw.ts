import { writeFileSync } from "node:fs";
import { readArchitecture } from "../lib/stack/container.ts";
import { synthesizedStage } from "../lib/stack/synthesized.ts";
import { listStages } from "../lib/stage-name.ts";
import { checkFile } from "../lib/words.ts";
import { drawStage } from "./draw/drawing.ts";
import { renderMermaid } from "./draw/mermaid.ts";
import { parseOptions } from "./draw/options.ts";
import { renderSvg } from "./draw/svg.ts";

/** `npm run draw stage-3`: draws a stage's hosts and their connections. */
export async function run(args: string[]): Promise<void> {
  const { stage, format, output } = parseOptions(args, listStages());
  checkFile("--output", output);
  const drawing = drawStage(readArchitecture(await synthesizedStage(stage)));
  const text = format === "svg" ? await renderSvg(drawing) : renderMermaid(drawing);
  if (format === "mermaid" && !output) {
    process.stdout.write(text);
    return;
  }
  const file = output ?? `${stage}.svg`;
  writeFileSync(file, text);
  console.log(`${stage} is drawn in ${file}`);
}
