import type { Execution } from "./program.ts";

/** The phases of `npm run deploy`, in seconds. */
export interface Phases {
  /** npm, until it has started Node. */
  readonly npm: number;
  /** Until the first step: Node, tsx, and the checks of Terraform, engine, provider and images. */
  readonly checks: number;
  readonly synthesis: number;
  readonly init: number;
  /** Until Terraform has printed its plan. */
  readonly plan: number;
  /** Until the end. */
  readonly apply: number;
}

export const phaseNames: Record<keyof Phases, string> = {
  npm: "npm's start",
  checks: "Node's start and the set-up's checks",
  synthesis: "synthesis",
  init: "`terraform init`",
  plan: "the checks before a change, and Terraform's plan",
  apply: "Terraform's apply, and the summary",
};

/** The output line that ends each phase, in the order of the phases. */
const marks: readonly (readonly [keyof Phases, RegExp])[] = [
  ["npm", /^> .*\bdeploy\b/],
  ["checks", /^→ synthesizing/],
  ["synthesis", /^✓ synthesizing/],
  ["init", /^✓ preparing/],
  ["plan", /^plan: /],
];

/** Derives the phases from the times of the output lines. */
export function phasesOf({ lines, seconds }: Execution): Phases {
  const phases: Partial<Record<keyof Phases, number>> = {};
  let before = 0;
  for (const [phase, mark] of marks) {
    const line = lines.find(({ text }) => mark.test(text));
    if (!line)
      throw new Error(
        `npm run deploy did not print ${mark}: adapt commands/measure/bench/phases.ts`,
      );
    phases[phase] = line.at / 1000 - before;
    before = line.at / 1000;
  }
  return { ...phases, apply: seconds - before } as Phases;
}
