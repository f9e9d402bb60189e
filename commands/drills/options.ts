import { parseArgs } from "node:util";
import { pickStage } from "../deploy/stage-name.ts";
import { UserError } from "../lib/user-error.ts";
import { parseWhole } from "../load/words.ts";
import { appliesTo, type Fault } from "./fault.ts";

/** What is to be drilled. */
export interface Options {
  /** In their order. */
  readonly stages: readonly string[];
  /** @default - all that can happen in a stage */
  readonly fault?: Fault;
  /** Requests a second. */
  readonly rate: number;
  readonly json?: string;
  readonly markdown?: string;
}

const type = "string";

/** For `npm run drill`: one fault in one stage; undefined where nothing is asked for. */
export function parseDrill(
  args: string[],
  stages: readonly string[],
  faults: readonly Fault[],
): Options | undefined {
  const usage = "npm run drill -- --stage 4 --fault kill-primary [--rate 20] [--json FILE]";
  if (args.length === 0) return undefined;
  const values = parse("drill", args, ["stage", "fault", "rate", "json"], usage);
  const fault = faults.find(({ name }) => name === values.fault);
  if (!fault) {
    const got = values.fault === undefined ? "--fault is missing" : `no fault "${values.fault}"`;
    throw new UserError(`${got}: npm run drill lists them; use one so: ${usage}`);
  }
  const possible = stages.filter((stage) => appliesTo(fault, stage));
  const known = `${fault.name} can happen in ${possible.join(", ")}`;
  if (values.stage === undefined) throw new UserError(`--stage is missing: ${known}`);
  const stage = pickStage([values.stage], stages);
  if (!possible.includes(stage)) throw new UserError(`not in ${stage}: ${known}`);
  return { stages: [stage], fault, rate: parseRate(values.rate, usage), json: values.json };
}

/** For `npm run drills`: all faults of all stages, or of those that are named. */
export function parseDrills(args: string[], all: readonly string[]): Options {
  const usage = "npm run drills -- [--stage 4,5] [--rate 20] [--json FILE] [--markdown FILE]";
  const values = parse("drills", args, ["stage", "rate", "json", "markdown"], usage);
  const wanted = values.stage?.split(",").map((word) => pickStage([word], all));
  const { json, markdown } = values;
  const stages = all.filter((stage) => !wanted || wanted.includes(stage));
  return { stages, rate: parseRate(values.rate, usage), json, markdown };
}

function parseRate(rate = "20", usage: string): number {
  return parseWhole("--rate", rate, 1, 500, usage);
}

function parse(
  command: string,
  args: string[],
  names: readonly string[],
  usage: string,
): Record<string, string | undefined> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type } as const]));
    return parseArgs({ args, options }).values as Record<string, string | undefined>;
  } catch {
    throw new UserError(`${command} does not know "${args.join(" ")}": use it so: ${usage}`);
  }
}
