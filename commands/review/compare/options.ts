import { type Command, Option } from "commander";
import { newCommand } from "../../lib/command.ts";
import { listStages, parseStages } from "../../lib/stage-name.ts";
import { UserError } from "../../lib/user-error.ts";
import { formatOf, parseFile } from "../../lib/words.ts";

export const FORMATS = ["text", "markdown", "json", "html"] as const;
export type Format = (typeof FORMATS)[number];

const ENDINGS = { ".txt": "text", ".md": "markdown", ".json": "json", ".html": "html" } as const;

/** What `npm run compare` was asked for. */
export interface Options {
  /** Which two are compared. */
  readonly sides: Sides;
  /** Whether Terraform is asked for its plan, too. */
  readonly plan: boolean;
  readonly format: Format;
  /** The file to write to; undefined for the terminal. */
  readonly output?: string;
}

type Sides =
  | { readonly of: "stages"; readonly before: string; readonly after: string }
  | { readonly of: "revisions"; readonly base: string; readonly stages: readonly string[] }
  | { readonly of: "running"; readonly stage: string };

interface Flags extends Partial<Pick<Options, "format" | "output">> {
  readonly base?: string;
  readonly running?: boolean;
  readonly plan?: boolean;
}

export function compareCommand(
  work: (options: Options) => Promise<void>,
  all = listStages(),
): Command {
  return newCommand("compare", "says what a change means, what it risks, and what it costs", [
    "npm run compare stage-3 stage-4",
    "npm run compare -- --base main stage-4",
    "npm run compare -- --running stage-4 --plan",
  ])
    .argument("[stages...]", "such as stage-3, or 3", parseStages(all))
    .option("--base <revision>", "compare the stage, or all of them, with those of a revision")
    .addOption(new Option("--running", "compare the stage with what runs").conflicts("base"))
    .option("--plan", "with --running: add each line of Terraform's plan")
    .addOption(
      new Option("--format <format>", "default: by the ending of the file, else text").choices(
        FORMATS,
      ),
    )
    .option("--output <file>", "where to write it (default: to the terminal)", parseFile)
    .action((stages: readonly string[], flags: Flags) => {
      const { base, running = false, plan = false, output } = flags;
      const format = flags.format ?? formatOf(output, ENDINGS) ?? "text";
      if (plan && !running) {
        throw new UserError("Terraform plans from what runs: --plan goes with --running");
      }
      return work({ sides: sidesOf(stages, base, running, all), plan, format, output });
    });
}

function sidesOf(
  stages: readonly string[],
  base: string | undefined,
  running: boolean,
  all: readonly string[],
): Sides {
  const [before, after] = stages;
  if (base !== undefined) {
    if (stages.length > 1) throw new UserError("--base takes one stage, or none for all of them");
    return { of: "revisions", base, stages: before ? [before] : all };
  }
  if (running) {
    if (before && !after) return { of: "running", stage: before };
    throw new UserError(`--running takes one stage, got ${stages.length}: say which is compared`);
  }
  if (before && after && stages.length === 2) return { of: "stages", before, after };
  throw new UserError(
    `two stages are compared, got ${stages.length}: npm run compare stage-3 stage-4`,
  );
}
