import { extname } from "node:path";
import { parseArgs } from "node:util";
import { pickStage } from "../../lib/stage-name.ts";
import { UserError } from "../../lib/user-error.ts";

const FORMATS = ["svg", "mermaid"] as const;

/** What `npm run draw` was asked for. */
export interface Options {
  readonly stage: string;
  readonly format: (typeof FORMATS)[number];
  /** @default - Mermaid on the terminal, SVG into a file of the stage's name */
  readonly output?: string;
}

const usage = "npm run draw stage-3 [-- --format svg|mermaid] [--output FILE]";

export function parseOptions(args: string[], stages: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const { output, format = extname(output ?? "") === ".svg" ? "svg" : "mermaid" } = values;
  const known = FORMATS.find((each) => each === format);
  if (!known) throw new UserError(`--format is "${format}": use one of ${FORMATS.join(", ")}`);
  if (positionals.length === 0) throw new UserError(`say which stage is drawn, so: ${usage}`);
  return { stage: pickStage(positionals, stages), format: known, output };
}

function parse(args: string[]) {
  const options = { format: { type: "string" }, output: { type: "string" } } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    throw new UserError(`draw does not know "${args.join(" ")}": use it so: ${usage}`);
  }
}
