import { existsSync, readFileSync } from "node:fs";
import { describeMachine } from "../../lib/machine.ts";
import { UserError } from "../../lib/user-error.ts";
import { writeJson } from "../../lib/write-file.ts";
import { type Fault, numberOf } from "./fault.ts";
import type { Outcome } from "./result.ts";

/** The outcome of a drill, with its date and machine. */
export type Entry = Outcome & {
  /** `2026-05-01`. */
  readonly date: string;
  readonly machine: string;
};

/**
 * The outcomes of drills, by stage and fault. A new outcome replaces the earlier one of the same
 * drill, so that a file can be filled stage by stage.
 */
export class DrillBook {
  private sorted: Entry[];

  /**
   * @param faults all faults, in the order of reports
   * @param file the JSON file. @default - not saved
   */
  constructor(
    private readonly faults: readonly Fault[],
    private readonly file?: string,
  ) {
    this.sorted = file !== undefined && existsSync(file) ? read(file) : [];
  }

  /** In the order of the stages and faults. */
  get entries(): readonly Entry[] {
    return this.sorted;
  }

  /** Saves the file at once: an interruption loses no outcome. */
  add(outcome: Outcome): void {
    const date = new Date().toISOString().slice(0, 10);
    const others = this.sorted.filter(
      ({ stage, fault }) => stage !== outcome.stage || fault !== outcome.fault,
    );
    const entry = { ...outcome, date, machine: describeMachine() };
    this.sorted = [...others, entry].sort((one, other) => this.rank(one) - this.rank(other));
    if (this.file) writeJson(this.file, this.sorted);
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
    // reported below
  }
  throw new UserError(
    `${file} does not contain drills, and is not overwritten: name another file, or remove this one`,
  );
}

function isEntry(entry: unknown): entry is Entry {
  const { stage, fault, date, machine } = (entry ?? {}) as Record<string, unknown>;
  return [stage, fault, date, machine].every((field) => typeof field === "string");
}
