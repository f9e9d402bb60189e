import type { Comparison } from "./comparison.ts";

/** `danger`: data, safety or the shop itself is at stake. `caution`: a reviewer should know. */
export type Level = "danger" | "caution";

/** What a reviewer should look at, and why. */
export interface Risk {
  readonly level: Level;
  /** What it is about: names of servers, networks, volumes or images. */
  readonly subjects: readonly string[];
  /** What happens and what it means: `is published to everybody: …` */
  readonly sentence: string;
}

/** A comparison that was not judged yet. */
export type Unjudged = Omit<Comparison, "risks">;

/** Finds risks of one kind. */
export type Rule = (comparison: Unjudged) => Risk[];

export function danger(subjects: string | readonly string[], sentence: string): Risk {
  return { level: "danger", subjects: [subjects].flat(), sentence };
}

export function caution(subjects: string | readonly string[], sentence: string): Risk {
  return { level: "caution", subjects: [subjects].flat(), sentence };
}
