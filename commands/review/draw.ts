import { readArchitecture } from "../lib/stack/container.ts";
import { synthesizedStage } from "../lib/stack/synthesized.ts";
import { writeFile } from "../lib/write-file.ts";
import { drawStage } from "./draw/drawing.ts";
import { renderMermaid } from "./draw/mermaid.ts";
import { drawCommand, type Options } from "./draw/options.ts";
import { renderSvg } from "./draw/svg.ts";

/** `npm run draw stage-3`: draws a stage's hosts and their connections. */
export const command = drawCommand(draw);

async function draw({ stage, format, output }: Options): Promise<void> {
  const drawing = drawStage(readArchitecture(await synthesizedStage(stage)));
  const text = format === "svg" ? await renderSvg(drawing) : renderMermaid(drawing);
  if (format === "mermaid" && !output) {
    process.stdout.write(text);
    return;
  }
  const file = output ?? `${stage}.svg`;
  writeFile(file, text);
  console.log(`${stage} is drawn in ${file}`);
}
