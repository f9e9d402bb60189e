import type { Changes } from "./changes.ts";

/** `danger`: data, security or availability is at risk. `caution`: a reviewer should know. */
export type Level = "danger" | "caution";

/** A risk that a reviewer should check. */
export interface Risk {
  readonly level: Level;
  /** The affected servers, networks, volumes or images, by name. */
  readonly subjects: readonly string[];
  /** What changes and what it means: `has no memory limit: …` */
  readonly sentence: string;
}

/** A rule that finds risks of one kind. */
export type Rule = (changes: Changes) => Risk[];

export function danger(subjects: string | readonly string[], sentence: string): Risk {
  return { level: "danger", subjects: [subjects].flat(), sentence };
}

export function caution(subjects: string | readonly string[], sentence: string): Risk {
  return { level: "caution", subjects: [subjects].flat(), sentence };
}
