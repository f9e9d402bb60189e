import type { Command } from "commander";
import { newCommand, typed } from "../../lib/command.ts";
import { listStages, parseStages } from "../../lib/stage-name.ts";
import { parseFile, parseOdd, parseWhole } from "../../lib/words.ts";

/** The options of `npm run capacity`. */
export interface Options {
  /** The command line. */
  readonly command: string;
  /** The stages to measure, in that order. */
  readonly stages: readonly string[];
  /** Whether to measure one stage with more app servers, too. */
  readonly scaling: boolean;
  /** Number of searches: odd, so that the median is one of them. */
  readonly runs: number;
  /** The first rate to try, in requests/s. */
  readonly start: number;
  readonly json?: string;
  readonly markdown?: string;
}

type Flags = Omit<Options, "command" | "stages"> & { readonly stage?: readonly string[] };

/** Without `--stage` and `--scaling` it measures everything. */
export function capacityCommand(
  work: (options: Options) => Promise<void>,
  all = listStages(),
): Command {
  return newCommand("capacity", "finds the highest rate of a stage, and its bottleneck", [
    "npm run capacity -- --stage 2,3",
    "npm run capacity -- --json docs/capacity.json --markdown docs/capacity.md",
  ])
    .option("--stage <stages>", "such as 2,3 (default: all, and --scaling)", parseStages(all))
    .option("--scaling", "measure one stage with more and more app servers, too")
    .option("--runs <number>", "how many searches; an odd number", parseOdd, 3)
    .option("--start <number>", "the rate to try first, requests a second", parseWhole(1, 9999), 60)
    .option("--json <file>", "write the sheet here", parseFile)
    .option("--markdown <file>", "write the sheet here, as Markdown", parseFile)
    .action(({ stage = [], scaling = false, ...flags }: Flags, command: Command) => {
      const isAll = stage.length === 0 && !scaling;
      const stages = all.filter((each) => isAll || stage.includes(each));
      return work({ ...flags, stages, scaling: scaling || isAll, command: typed(command) });
    });
}
