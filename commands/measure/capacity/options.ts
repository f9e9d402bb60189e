import type { Command } from "commander";
import { newCommand, typed } from "../../lib/command.ts";
import { listStages, parseStages } from "../../lib/stage-name.ts";
import { parseFile, parseWhole } from "../../lib/words.ts";

/** The options of `npm run capacity`. */
export interface Options {
  /** The command line. */
  readonly command: string;
  /** The stages to measure, in that order. */
  readonly stages: readonly string[];
  /** Whether to measure one stage with more app servers, too. */
  readonly scaling: boolean;
  /** Whether to measure the throughput of each path to the same response, too. */
  readonly path: boolean;
  /** How often each stage is measured. */
  readonly turns: number;
  /** The rate to begin with, in requests/s. */
  readonly rate: number;
  readonly json?: string;
  readonly markdown?: string;
}

type Flags = Omit<Options, "command" | "stages"> & { readonly stage?: readonly string[] };

/** Without `--stage`, `--scaling` and `--path` it measures everything. */
export function capacityCommand(
  work: (options: Options) => Promise<void>,
  all = listStages(),
): Command {
  return newCommand(
    "capacity",
    "measures what a request costs, and computes the highest rate of a stage",
    [
      "npm run capacity -- --stage 2,3",
      "npm run capacity -- --json docs/capacity.json --markdown docs/capacity.md",
    ],
  )
    .option(
      "--stage <stages>",
      "such as 2,3 (default: all, --scaling and --path)",
      parseStages(all),
    )
    .option("--scaling", "measure one stage with more and more app servers, too")
    .option("--path", "measure what each proxy on the path costs, too")
    .option("--turns <number>", "how often each stage is measured", parseWhole(1, 99), 2)
    .option("--rate <number>", "the rate to begin with, requests a second", parseWhole(1, 1000), 60)
    .option("--json <file>", "write the sheet here", parseFile)
    .option("--markdown <file>", "write the sheet here, as Markdown", parseFile)
    .action(({ stage = [], scaling = false, path = false, ...flags }: Flags, command: Command) => {
      const isAll = stage.length === 0 && !scaling && !path;
      const stages = all.filter((each) => isAll || stage.includes(each));
      const parts = { stages, scaling: scaling || isAll, path: path || isAll };
      return work({ ...flags, ...parts, command: typed(command) });
    });
}
