import { parseArgs } from "node:util";
import { pickStage } from "../../lib/stage-name.ts";
import { UserError } from "../../lib/user-error.ts";

/** What `npm run capacity` was asked for. */
export interface Options {
  /** The stages to measure, in their order. */
  readonly stages: readonly string[];
  /** Whether the same stage is measured with more app servers, too. */
  readonly scaling: boolean;
  /** How many searches: odd, so that the median is one of them. */
  readonly runs: number;
  /** The first rate that is tried, in requests/s. */
  readonly start: number;
  readonly json?: string;
  readonly markdown?: string;
}

const usage =
  "npm run capacity -- [--stage N]... [--scaling] [--runs N] [--start RATE] [--json FILE] [--markdown FILE]";

/** All that is there is measured where neither a stage nor the scaling is asked for. */
export function parseOptions(args: string[], stages: readonly string[]): Options {
  const { stage: asked = [], scaling = false, runs = "3", start = "60", ...files } = parse(args);
  if (!/^\d{1,2}$/.test(runs) || Number(runs) % 2 === 0) {
    throw new UserError(`--runs is "${runs}": use an odd number from 1 to 99, so: ${usage}`);
  }
  if (!/^\d{1,4}$/.test(start) || Number(start) === 0) {
    throw new UserError(
      `--start is "${start}": use a rate from 1 to 9999 requests/s, so: ${usage}`,
    );
  }
  const picked = asked.map((name) => pickStage([name], stages));
  const all = picked.length === 0 && !scaling;
  return {
    stages: stages.filter((stage) => all || picked.includes(stage)),
    scaling: scaling || all,
    runs: Number(runs),
    start: Number(start),
    ...files,
  };
}

function parse(args: string[]) {
  const options = {
    stage: { type: "string", multiple: true },
    scaling: { type: "boolean" },
    runs: { type: "string" },
    start: { type: "string" },
    json: { type: "string" },
    markdown: { type: "string" },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch {
    throw new UserError(`capacity does not know "${args.join(" ")}": use it so: ${usage}`);
  }
}
