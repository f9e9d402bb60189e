import { existsSync, readFileSync } from "node:fs";
import { describeMachine } from "../../lib/machine.ts";
import { UserError } from "../../lib/user-error.ts";
import { writeJson } from "../../lib/write-file.ts";
import { type Fault, numberOf } from "./fault.ts";
import type { Outcome } from "./result.ts";

/** What a drill found, when and where. */
export type Entry = Outcome & {
  /** `2026-05-01`. */
  readonly date: string;
  readonly machine: string;
};

/**
 * What drills have found, by stage and fault. A drill that is made again takes the place of what it
 * found before, so that a file can be filled stage by stage.
 */
export class DrillBook {
  private known: Entry[];

  /**
   * @param faults all that there are, in the order in which they are told
   * @param file where it is kept, as JSON. @default - nowhere
   */
  constructor(
    private readonly faults: readonly Fault[],
    private readonly file?: string,
  ) {
    this.known = file !== undefined && existsSync(file) ? read(file) : [];
  }

  /** In the order of the stages and faults. */
  get entries(): readonly Entry[] {
    return this.known;
  }

  /** Writes the file at once: what was found before an interruption is worth as much. */
  add(outcome: Outcome): void {
    const date = new Date().toISOString().slice(0, 10);
    const others = this.known.filter(
      ({ stage, fault }) => stage !== outcome.stage || fault !== outcome.fault,
    );
    const entry = { ...outcome, date, machine: describeMachine() };
    this.known = [...others, entry].sort((one, other) => this.rank(one) - this.rank(other));
    if (this.file) writeJson(this.file, this.known);
  }

  private rank({ stage, fault }: Outcome): number {
    const place = this.faults.findIndex(({ name }) => name === fault);
    return numberOf(stage) * this.faults.length + place;
  }
}

function read(file: string): Entry[] {
  try {
    const entries = JSON.parse(readFileSync(file, "utf8"));
    if (Array.isArray(entries) && entries.every(isEntry)) return entries;
  } catch {
    // Whatever it is, it is not what drills have found.
  }
  throw new UserError(
    `${file} holds something else than drills, and what it holds is not overwritten: name another file, or remove this one`,
  );
}

function isEntry(entry: unknown): entry is Entry {
  const { stage, fault, date, machine } = (entry ?? {}) as Record<string, unknown>;
  return [stage, fault, date, machine].every((field) => typeof field === "string");
}
