import { parseArgs } from "node:util";
import { pickStage } from "../../lib/stage-name.ts";
import { UserError } from "../../lib/user-error.ts";
import { parseWhole } from "../../lib/words.ts";
import { appliesTo, type Fault } from "./fault.ts";

/** What is to be drilled. */
export interface Options {
  /** In their order. */
  readonly stages: readonly string[];
  /** What is to be drilled in each stage that knows it, in this order. */
  readonly faults: readonly Fault[];
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
  if (values.fault === undefined)
    throw new UserError(`--fault is missing: npm run drill lists them; use one so: ${usage}`);
  const fault = findFault(faults, values.fault);
  const possible = stages.filter((stage) => appliesTo(fault, stage));
  const known = `${fault.name} can happen in ${possible.join(", ")}`;
  if (values.stage === undefined) throw new UserError(`--stage is missing: ${known}`);
  const stage = pickStage([values.stage], stages);
  if (!possible.includes(stage)) throw new UserError(`not in ${stage}: ${known}`);
  return {
    stages: [stage],
    faults: [fault],
    rate: parseRate(values.rate, usage),
    json: values.json,
  };
}

/** For `npm run drills`: all faults of all stages that may be made unasked, or those that are named. */
export function parseDrills(
  args: string[],
  allStages: readonly string[],
  allFaults: readonly Fault[],
): Options {
  const usage =
    "npm run drills -- [--stage 4,5] [--fault kill-web,cut-web] [--rate 20] [--json FILE] [--markdown FILE]";
  const names = ["stage", "fault", "rate", "json", "markdown"];
  const { stage, fault, rate, json, markdown } = parse("drills", args, names, usage);
  const wanted = stage?.split(",").map((word) => pickStage([word], allStages));
  const faults = fault?.split(",").map((name) => findFault(allFaults, name)) ?? unasked(allFaults);
  const stages = allStages.filter(
    (each) => (!wanted || wanted.includes(each)) && faults.some((fault) => appliesTo(fault, each)),
  );
  return { stages, faults, rate: parseRate(rate, usage), json, markdown };
}

/** What is drilled where no fault is named. */
function unasked(faults: readonly Fault[]): readonly Fault[] {
  return faults.filter(({ onlyNamed = false }) => !onlyNamed);
}

function findFault(faults: readonly Fault[], name: string): Fault {
  const fault = faults.find((each) => each.name === name);
  if (fault) return fault;
  throw new UserError(`there is no fault "${name}": npm run drill lists them`);
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
