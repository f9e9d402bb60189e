import type { Architecture } from "../../../architecture/model.ts";
import type { Entry } from "../drills/drill-book.ts";
import type { Fault } from "../drills/fault.ts";
import { describeOutcome } from "../drills/report.ts";
import { type Chapter, drillsOf } from "./chapter.ts";

/** Something that a chapter asks its participants to do. */
export interface Task {
  readonly what: string;
  readonly isDone: boolean;
  /** Where to look when it is not done: never the command itself. */
  readonly hint: string;
  /** Measurements for the sheet, a line each. */
  readonly measured: readonly string[];
}

/** What is known of an environment when its tasks are looked at. */
export interface Evidence {
  /** What the chapter's stage is made of. */
  readonly wanted: Architecture;
  /** Names of the servers that are there, whether they run or not. */
  readonly servers: readonly string[];
  /** What keeps the environment from being whole, a few words each. */
  readonly lacks: readonly string[];
  /** The drills that were made in the environment. */
  readonly drills: readonly Entry[];
}

/** The tasks of a chapter: its stage runs, is whole, and each of its drills was made. */
export function tasksOf(chapter: Chapter, faults: readonly Fault[], evidence: Evidence): Task[] {
  const { stage, file } = chapter;
  const { servers, lacks, drills } = evidence;
  const wanted = evidence.wanted.machines.flatMap((machine) => machine.servers.map(nameOf));
  const missing = wanted.filter((name) => !servers.includes(name));
  const foreign = servers.filter((name) => !wanted.includes(name) && !isHost(name, evidence));
  const runs = missing.length === 0 && foreign.length === 0;
  return [
    {
      what: `${stage} runs`,
      isDone: runs,
      hint: `${differenceInWords(missing, foreign)}; "The step" in ${file} turns what runs into ${stage}`,
      measured: [],
    },
    ...(runs
      ? [
          {
            what: `all ${wanted.length} servers are healthy`,
            isDone: lacks.length === 0,
            hint: `not yet: ${lacks.join(", ")}; to deploy the stage again starts what was killed; what is paused waits to be unpaused`,
            measured: [],
          },
        ]
      : []),
    ...drillsOf(chapter).map(({ fault }) => {
      const { what = fault } = faults.find(({ name }) => name === fault) ?? {};
      const made = drills.find((drill) => drill.stage === stage && drill.fault === fault);
      return {
        what: `you saw what happens when ${what}`,
        isDone: made !== undefined,
        hint: `"Break it" in ${file} makes that fault under load, repairs it, and measures`,
        measured: made ? describeOutcome(made).map((line) => line.trim()) : [],
      };
    }),
  ];
}

const nameOf = ({ name }: { readonly name: string }) => name;

/** A machine that several servers share is held by a container with the machine's name. */
function isHost(name: string, { wanted }: Evidence): boolean {
  return wanted.machines.some((machine) => machine.name === name);
}

function differenceInWords(missing: readonly string[], foreign: readonly string[]): string {
  const parts = [
    ...(missing.length > 0 ? [`${missing.join(", ")} ${are(missing)} missing`] : []),
    ...(foreign.length > 0 ? [`${foreign.join(", ")} ${are(foreign)} not part of it`] : []),
  ];
  return parts.join(", ");
}

function are({ length }: readonly string[]): string {
  return length === 1 ? "is" : "are";
}
