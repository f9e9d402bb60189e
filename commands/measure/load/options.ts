import { type Command, Option } from "commander";
import { newCommand } from "../../lib/command.ts";
import { parseFile, parseSeconds, parseWhole } from "../../lib/words.ts";

/** The options of `npm run load`. */
export interface Options {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
  /** @default - the environment's application */
  readonly against?: string;
  /** File for all measurements as JSON. @default - none */
  readonly json?: string;
}

type Flags = Omit<Options, "seconds"> & { readonly for: number };

export function loadCommand(work: (options: Options) => Promise<void>): Command {
  return newCommand("load", "sends load at a constant rate, and looks up all writes", [
    "npm run load -- --rate 50 --for 60s",
    "npm run load -- --against http://localhost:8090 --seed 7 --json load.json",
  ])
    .option("--rate <number>", "requests a second", parseWhole(1, 5000), 50)
    .addOption(new Option("--for <time>", "such as 5m").argParser(parseSeconds).default(60, "60s"))
    .option("--seed <number>", "seed of the visitors", parseWhole(0, 2 ** 32 - 1), 1)
    .option("--against <url>", "an application on this machine (default: the environment's)")
    .option("--json <file>", "write all measurements here", parseFile)
    .action(({ for: seconds, ...flags }: Flags) => work({ ...flags, seconds }));
}
