import { parseArgs } from "node:util";
import { UserError } from "../../lib/user-error.ts";

/** What `npm run bench` was asked for. */
interface Options {
  /** How often each time is measured: odd, so that the median is one of the runs. */
  readonly runs: number;
  /** Where to write the results as JSON too. */
  readonly json?: string;
}

const usage = "npm run bench -- [--runs N] [--json FILE]";

export function parseOptions(args: string[]): Options {
  const { runs = "3", json } = parse(args);
  if (!/^\d{1,2}$/.test(runs) || Number(runs) % 2 === 0) {
    throw new UserError(`--runs is "${runs}": use an odd number from 1 to 99, so: ${usage}`);
  }
  return { runs: Number(runs), json };
}

function parse(args: string[]): { runs?: string; json?: string } {
  try {
    const options = { runs: { type: "string" }, json: { type: "string" } } as const;
    return parseArgs({ args, options }).values;
  } catch {
    throw new UserError(`bench does not know "${args.join(" ")}": use it so: ${usage}`);
  }
}
