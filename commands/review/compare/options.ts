import { parseArgs } from "node:util";
import { pickStage } from "../../lib/stage-name.ts";
import { UserError } from "../../lib/user-error.ts";

export const FORMATS = ["text", "markdown", "json", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** What `npm run compare` was asked for. */
export interface Options {
  /** Which two are compared. */
  readonly sides:
    | { readonly of: "stages"; readonly before: string; readonly after: string }
    | { readonly of: "revisions"; readonly base: string; readonly stages: readonly string[] }
    | { readonly of: "running"; readonly stage: string };
  /** Whether Terraform is asked for its plan, too. */
  readonly plan: boolean;
  readonly format: Format;
  /** The file to write to; undefined for the terminal. */
  readonly output?: string;
}

const usage = [
  "npm run compare stage-3 stage-4",
  "npm run compare -- --base main [stage-4]",
  "npm run compare -- --running stage-4 [--plan]",
].join("\n  ");

export function parseOptions(args: string[], stages: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const { base, running = false, plan = false, format = "text", output } = values;
  if (!FORMATS.includes(format as Format)) {
    throw new UserError(`--format is "${format}": use one of ${FORMATS.join(", ")}`);
  }
  const common = { plan, format: format as Format, output };
  if (base !== undefined && running) throw misused("--base and --running are two comparisons");
  if (plan && !running) {
    throw misused("Terraform plans from what runs: --plan goes with --running");
  }
  if (base !== undefined) {
    if (positionals.length > 1) throw misused("--base takes one stage, or none for all of them");
    const named = positionals.length > 0 ? [pickStage(positionals, stages)] : stages;
    return { sides: { of: "revisions", base, stages: named }, ...common };
  }
  if (running) {
    if (positionals.length !== 1) throw misused("--running takes the stage to compare with");
    return { sides: { of: "running", stage: pickStage(positionals, stages) }, ...common };
  }
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0) {
    throw misused(`two stages are compared, got ${positionals.length}`);
  }
  const sides = { before: pickStage([before], stages), after: pickStage([after], stages) };
  return { sides: { of: "stages", ...sides }, ...common };
}

function parse(args: string[]) {
  const options = {
    base: { type: "string" },
    running: { type: "boolean" },
    plan: { type: "boolean" },
    format: { type: "string" },
    output: { type: "string" },
  } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    throw misused(`compare does not know "${args.join(" ")}"`);
  }
}

function misused(what: string): UserError {
  return new UserError(`${what}: use it so:\n  ${usage}`);
}
