import { parseArgs } from "node:util";
import { listStages } from "../../lib/stage-name.ts";
import { UserError } from "../../lib/user-error.ts";
import { parseWhole } from "../../lib/words.ts";

/** What `npm run promote` was asked for. */
export interface Options {
  /** The stages to go through, such as `stage-1`. */
  readonly path: readonly string[];
  /** Requests a second. */
  readonly rate: number;
  readonly seed: number;
  readonly json?: string;
  readonly markdown?: string;
}

const usage =
  "npm run promote -- [--path 1,2,3] [--rate 50] [--seed N] [--json FILE] [--markdown FILE]";

/** Up through all stages and down again, if no path is named. */
export function parseOptions(args: string[], stages = listStages()): Options {
  const { path, rate = "50", seed = "1", json, markdown } = parse(args);
  return {
    path: path === undefined ? upAndDown(stages) : parsePath(path, stages),
    rate: parseWhole("--rate", rate, 1, 5000, usage),
    seed: parseWhole("--seed", seed, 0, 2 ** 32 - 1, usage),
    json,
    markdown,
  };
}

function upAndDown(stages: readonly string[]): string[] {
  return [...stages, ...stages.slice(0, -1).reverse()];
}

function parsePath(path: string, stages: readonly string[]): string[] {
  return path.split(",").map((word) => {
    const stage = stages.find((name) => name === word || name === `stage-${word}`);
    if (stage) return stage;
    throw new UserError(
      `--path is "${path}", and there is no stage "${word}": there are ${stages.join(", ")}; use it so: ${usage}`,
    );
  });
}

function parse(args: string[]) {
  const type = "string";
  const options = {
    path: { type },
    rate: { type },
    seed: { type },
    json: { type },
    markdown: { type },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch {
    throw new UserError(`promote does not know "${args.join(" ")}": use it so: ${usage}`);
  }
}
