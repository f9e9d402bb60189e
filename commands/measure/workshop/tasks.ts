import type { Architecture } from "../../../architecture/model.ts";
import type { Entry } from "../drills/drill-book.ts";
import type { Fault } from "../drills/fault.ts";
import { describeOutcome } from "../drills/report.ts";
import { type Chapter, drillsOf } from "./chapter.ts";

/** A task of a chapter. */
export interface Task {
  readonly what: string;
  readonly isDone: boolean;
  /** A hint if it is not done: never the command itself. */
  readonly hint: string;
  /** Its measurements, a line each. */
  readonly measured: readonly string[];
}

/** The state of an environment that shows which tasks are done. */
export interface Evidence {
  /** The architecture of the chapter's stage. */
  readonly expected: Architecture;
  /** Names of the existing servers, running or not. */
  readonly servers: readonly string[];
  /** The servers that are not healthy, each with the reason. */
  readonly unhealthy: readonly string[];
  /** The drills in the environment so far. */
  readonly drills: readonly Entry[];
}

/** The tasks of a chapter: its stage runs and is healthy, and each of its drills was made. */
export function tasksOf(chapter: Chapter, faults: readonly Fault[], evidence: Evidence): Task[] {
  const { stage, file } = chapter;
  const { servers, unhealthy, drills } = evidence;
  const expected = evidence.expected.machines.flatMap((machine) => machine.servers.map(nameOf));
  const missing = expected.filter((name) => !servers.includes(name));
  const foreign = servers.filter((name) => !expected.includes(name) && !isHost(name, evidence));
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
            what: `all ${expected.length} servers are healthy`,
            isDone: unhealthy.length === 0,
            hint: `not yet: ${unhealthy.join(", ")}; a deploy of the stage starts killed servers; unpause paused ones`,
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

/** A machine that several servers share has a container with its name. */
function isHost(name: string, { expected }: Evidence): boolean {
  return expected.machines.some((machine) => machine.name === name);
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
