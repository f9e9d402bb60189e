import type { Command } from "commander";
import { newCommand, typed } from "../../lib/command.ts";
import { listStages, parseStages } from "../../lib/stage-name.ts";
import { parseFile, parseWhole } from "../../lib/words.ts";

/** The options of `npm run promote`. */
export interface Options {
  /** The command line. */
  readonly command: string;
  /** The stages to deploy, in that order: `stage-1`. */
  readonly path: readonly string[];
  /** Requests a second. */
  readonly rate: number;
  readonly seed: number;
  readonly json?: string;
  readonly markdown?: string;
}

type Flags = Omit<Options, "command" | "path"> & { readonly path?: readonly string[] };

export function promoteCommand(
  work: (options: Options) => Promise<void>,
  stages = listStages(),
): Command {
  return newCommand("promote", "deploys stage after stage under load, and measures each step", [
    "npm run promote -- --path 1,3,4,2 --rate 50",
    "npm run promote -- --path 8 --json promote.json --markdown promote.md",
  ])
    .option("--path <stages>", "such as 1,3,2 (default: all, up and down)", parseStages(stages))
    .option("--rate <number>", "requests a second", parseWhole(1, 5000), 50)
    .option("--seed <number>", "seed of the visitors", parseWhole(0, 2 ** 32 - 1), 1)
    .option("--json <file>", "write all measurements here", parseFile)
    .option("--markdown <file>", "write the table here", parseFile)
    .action(({ path = upAndDown(stages), ...flags }: Flags, command: Command) =>
      work({ ...flags, path, command: typed(command) }),
    );
}

function upAndDown(stages: readonly string[]): string[] {
  return [...stages, ...stages.slice(0, -1).reverse()];
}
