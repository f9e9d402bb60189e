import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../../environment.ts";
import { UserError } from "../../lib/user-error.ts";

/** What `npm run plan` was asked for. */
export interface Options {
  /** Requests/s that the shop is to carry. */
  readonly rate: number;
  /** As it was named; undefined for the newest stage of the sheet. */
  readonly stage?: string;
  /** The file with the sheet. */
  readonly sheet: string;
}

/** The sheet that the checkout holds. */
export const keptSheet = join(root, "docs", "capacity.json");

const usage = "npm run plan -- --rate 20000 [--stage N] [--sheet FILE]";

export function parseOptions(args: string[]): Options {
  const { rate, stage, sheet = keptSheet } = parse(args);
  if (rate === undefined || !/^\d{1,9}$/.test(rate) || Number(rate) === 0) {
    const got = rate === undefined ? "missing" : `"${rate}"`;
    throw new UserError(
      `--rate is ${got}: say how many requests/s the shop is to carry, so: ${usage}`,
    );
  }
  return { rate: Number(rate), stage, sheet };
}

function parse(args: string[]) {
  const options = {
    rate: { type: "string" },
    stage: { type: "string" },
    sheet: { type: "string" },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch {
    throw new UserError(`plan does not know "${args.join(" ")}": use it so: ${usage}`);
  }
}
