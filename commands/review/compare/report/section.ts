import type { Change } from "../line.ts";
import type { Level } from "../risk.ts";

/** A comparison in words. */
export interface Report {
  readonly title: string;
  /** What a reviewer should know before all else, a sentence each. */
  readonly verdict: readonly string[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  /** A few words beside the title. */
  readonly note?: string;
  readonly rows: readonly Row[];
}

/** One thing that changes, or is worth to be looked at. */
export interface Row {
  readonly change: Change | Level;
  readonly text: string;
  /** Below it, a few words each. */
  readonly details?: readonly string[];
}
