import { appliesTo, type Fault } from "./fault.ts";
import type { Options } from "./options.ts";

/** The drills of a run. */
export interface Plan {
  /** The stages with drills, each with its faults, in that order. */
  readonly drills: readonly { readonly stage: string; readonly faults: readonly Fault[] }[];
  /** The drills that cannot be made here, with the reason: one sentence for each reason. */
  readonly leftOut: readonly string[];
}

/** Chooses the faults of each stage, and asks each whether it can be made there. */
export async function planDrills({
  stages,
  faults,
}: Pick<Options, "stages" | "faults">): Promise<Plan> {
  const drills = [];
  const hindered = new Map<string, Set<string>>();
  for (const stage of stages) {
    const possible: Fault[] = [];
    for (const fault of faults.filter((each) => appliesTo(each, stage))) {
      const reason = await fault.hindrance?.(stage);
      if (reason === undefined) possible.push(fault);
      else hindered.set(reason, (hindered.get(reason) ?? new Set()).add(fault.name));
    }
    if (possible.length > 0) drills.push({ stage, faults: possible });
  }
  const leftOut = [...hindered].map(([reason, names]) => `${[...names].join(", ")}: ${reason}`);
  return { drills, leftOut };
}
