import type { Command } from "commander";
import { newCommand } from "../../lib/command.ts";
import { parseFile, parseOdd } from "../../lib/words.ts";

/** The options of `npm run bench`. */
interface Options {
  /** Runs of each measurement: odd, so that the median is one of them. */
  readonly runs: number;
  /** File for the results as JSON. @default - none */
  readonly json?: string;
}

export function benchCommand(work: (options: Options) => Promise<void>): Command {
  return newCommand("bench", "measures what the blueprint costs, in an environment named bench", [
    "npm run bench",
    "npm run bench -- --runs 5 --json bench.json",
  ])
    .option("--runs <number>", "how often each time is measured; an odd number", parseOdd, 3)
    .option("--json <file>", "write all results here, too", parseFile)
    .action(work);
}
