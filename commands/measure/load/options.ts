import { parseArgs } from "node:util";
import { UserError } from "../../lib/user-error.ts";
import { parseSeconds, parseWhole } from "../../lib/words.ts";

/** What `npm run load` was asked for. */
export interface Options {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
  /** @default - the environment's shop */
  readonly against?: string;
  /** Where to keep it all as JSON. */
  readonly json?: string;
}

const usage = "npm run load -- [--rate 50] [--for 60s] [--against URL] [--seed N] [--json FILE]";

export function parseOptions(args: string[]): Options {
  const { rate = "50", for: time = "60s", seed = "1", against, json } = parse(args);
  return {
    rate: parseWhole("--rate", rate, 1, 5000, usage),
    seconds: parseSeconds("--for", time, usage),
    seed: parseWhole("--seed", seed, 0, 2 ** 32 - 1, usage),
    against,
    json,
  };
}

function parse(args: string[]) {
  const type = "string";
  const options = {
    rate: { type },
    for: { type },
    seed: { type },
    against: { type },
    json: { type },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch {
    throw new UserError(`load does not know "${args.join(" ")}": use it so: ${usage}`);
  }
}
