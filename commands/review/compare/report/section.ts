import type { Change } from "../line.ts";
import type { Level } from "../risk.ts";

/** A comparison as text. */
export interface Report {
  readonly title: string;
  /** What a reviewer should know first, a sentence each. */
  readonly verdict: readonly string[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  /** A few words beside the title. */
  readonly note?: string;
  readonly rows: readonly Row[];
}

/** A change or a risk. */
export interface Row {
  readonly change: Change | Level;
  readonly text: string;
  /** More about it, a few words each. */
  readonly details?: readonly string[];
}
