import type { Command } from "commander";
import { newCommand } from "../../lib/command.ts";
import { listStages, parseStage, parseStages } from "../../lib/stage-name.ts";
import { UserError } from "../../lib/user-error.ts";
import { parseFile, parseWhole } from "../../lib/words.ts";
import { appliesTo, type Fault } from "./fault.ts";

/** The drills to make. */
export interface Options {
  /** In that order. */
  readonly stages: readonly string[];
  /** Made in each stage where they can happen, in that order. */
  readonly faults: readonly Fault[];
  /** Requests a second. */
  readonly rate: number;
  /** How often each drill is made. */
  readonly runs: number;
  readonly json?: string;
  readonly markdown?: string;
}

interface Flags<Stage, Which> extends Omit<Options, "stages" | "faults"> {
  readonly stage?: Stage;
  readonly fault?: Which;
}

const parseRate = parseWhole(1, 500);
const parseRuns = parseWhole(1, 100);

/** `npm run drill`: one fault in one stage; without options it lists the faults. */
export function drillCommand(
  faults: readonly Fault[],
  work: (options: Options | undefined) => Promise<void>,
): Command {
  const stages = listStages();
  return newCommand("drill", "makes a fault under load, and reports its impact", [
    "npm run drill                                     # lists the faults",
    "npm run drill -- --stage 4 --fault kill-primary",
  ])
    .option("--stage <stage>", "such as stage-4, or 4", parseStage(stages))
    .option("--fault <name>", "which fault", (name) => findFault(faults, name))
    .option("--rate <number>", "requests a second", parseRate, 20)
    .option("--runs <number>", "how often", parseRuns, 1)
    .option("--json <file>", "add the result to this file", parseFile)
    .action(({ stage, fault, ...flags }: Flags<string, Fault>) => {
      if (!stage && !fault) return work(undefined);
      if (!fault) throw new UserError("--fault is missing: npm run drill lists them");
      const possible = stages.filter((each) => appliesTo(fault, each));
      const known = `${fault.name} can happen in ${possible.join(", ")}`;
      if (!stage) throw new UserError(`--stage is missing: ${known}`);
      if (!possible.includes(stage)) throw new UserError(`not in ${stage}: ${known}`);
      return work({ stages: [stage], faults: [fault], ...flags });
    });
}

/** `npm run drills`: all faults of all stages, or those that are named. */
export function drillsCommand(
  allFaults: readonly Fault[],
  work: (options: Options) => Promise<void>,
): Command {
  const allStages = listStages();
  const parseFaults = (names: string, before: readonly Fault[] = []) => [
    ...before,
    ...names.split(",").map((name) => findFault(allFaults, name)),
  ];
  return newCommand("drills", "makes all faults under load, and a sheet of their impact", [
    "npm run drills -- --stage 4",
    "npm run drills -- --stage 4,5 --fault kill-web,cut-web",
    "npm run drills -- --json docs/drills.json --markdown docs/drills.md",
  ])
    .option("--stage <stages>", "such as 4,5 (default: all)", parseStages(allStages))
    .option(
      "--fault <names>",
      "such as kill-web,cut-web (default: all but those that must be named)",
      parseFaults,
    )
    .option("--rate <number>", "requests a second", parseRate, 20)
    .option("--runs <number>", "how often each drill is made", parseRuns, 1)
    .option("--json <file>", "add the results to this file", parseFile)
    .option("--markdown <file>", "write the sheet here", parseFile)
    .action(({ stage, fault, ...flags }: Flags<readonly string[], readonly Fault[]>) => {
      const faults = fault ?? allFaults.filter(({ onlyNamed = false }) => !onlyNamed);
      const stages = allStages.filter(
        (each) =>
          (!stage || stage.includes(each)) && faults.some((fault) => appliesTo(fault, each)),
      );
      return work({ stages, faults, ...flags });
    });
}

function findFault(faults: readonly Fault[], name: string): Fault {
  const fault = faults.find((each) => each.name === name);
  if (fault) return fault;
  throw new UserError(`there is no fault "${name}": npm run drill lists them`);
}
