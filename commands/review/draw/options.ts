import { type Command, Option } from "commander";
import { newCommand } from "../../lib/command.ts";
import { listStages, parseStage } from "../../lib/stage-name.ts";
import { formatOf, parseFile } from "../../lib/words.ts";

const FORMATS = ["svg", "mermaid"] as const;
const ENDINGS = {
  ".svg": "svg",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".txt": "mermaid",
} as const;

/** What `npm run draw` was asked for. */
export interface Options {
  readonly stage: string;
  readonly format: (typeof FORMATS)[number];
  /** @default - Mermaid on the terminal, SVG into a file of the stage's name */
  readonly output?: string;
}

type Flags = Partial<Pick<Options, "format" | "output">>;

export function drawCommand(work: (options: Options) => Promise<void>): Command {
  return newCommand("draw", "draws a stage: its hosts, its servers, and who is whose client", [
    "npm run draw stage-3",
    "npm run draw stage-3 -- --output stage-3.svg",
  ])
    .argument("<stage>", "such as stage-3, or 3", parseStage(listStages()))
    .addOption(
      new Option("--format <format>", "default: by the ending of the file, else mermaid").choices(
        FORMATS,
      ),
    )
    .option("--output <file>", "where to write it (default: Mermaid to the terminal)", parseFile)
    .action((stage: string, { format, output }: Flags) => {
      return work({ stage, format: format ?? formatOf(output, ENDINGS) ?? "mermaid", output });
    });
}
