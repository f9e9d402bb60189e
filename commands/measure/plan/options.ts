import { join } from "node:path";
import { type Command, Option } from "commander";
import { root } from "../../../environment.ts";
import { newCommand } from "../../lib/command.ts";
import { parseWhole } from "../../lib/words.ts";

/** The options of `npm run plan`. */
export interface Options {
  /** Requests per second. */
  readonly rate: number;
  /** @default - the newest stage of the sheet */
  readonly stage?: string;
  /** The file with the sheet. */
  readonly sheet: string;
}

/** The sheet in the checkout. */
export const defaultSheet = join(root, "docs", "capacity.json");

export function planCommand(work: (options: Options) => Promise<void>): Command {
  return newCommand("plan", "computes the hosts for a rate, and the first bottleneck", [
    "npm run plan -- --rate 20000",
    "npm run plan -- --rate 500 --stage 4 --sheet docs/capacity.json",
  ])
    .requiredOption("--rate <number>", "requests per second", parseWhole(1, 999_999_999))
    .option("--stage <stage>", "such as stage-4, or 4 (default: the newest of the sheet)")
    .addOption(
      new Option("--sheet <file>", "the JSON file of npm run capacity").default(
        defaultSheet,
        "docs/capacity.json",
      ),
    )
    .action(work);
}
