import { type Change, changesOf, type Line } from "./line.ts";
import type { Row, Section } from "./report/section.ts";

/** Terraform's planned actions, in its order. */
export type Plan = readonly PlannedAction[];

export interface PlannedAction {
  readonly address: string;
  /** `create`, `delete`, `move`, `replace`, `update` */
  readonly action: string;
}

const ACTIONS: Record<Change, readonly string[]> = {
  added: ["create"],
  removed: ["delete"],
  replaced: ["replace"],
  changed: ["update", "replace"],
  // to another address, as the comparison assumes
  unchanged: ["move"],
};

/** Matches each line of Terraform's plan with the comparison's line for the same resource. */
export function planSection(plan: Plan, lines: readonly Line[]): Section {
  const changes = changesOf(lines);
  const counts = new Map<string, number>();
  for (const { address } of plan) counts.set(address, (counts.get(address) ?? 0) + 1);
  const rows = plan.map(({ address, action }): Row => {
    const change = changes.get(address) ?? "unchanged";
    if (ACTIONS[change].includes(action)) return { change, text: `${address}: ${action}` };
    // A second line for an address removes a deposed object of an interrupted replacement.
    if (action === "delete" && counts.get(address) === 2) {
      return { change: "removed", text: `${address}: delete a leftover of an interrupted deploy` };
    }
    return {
      change: "danger",
      text: `${address}: Terraform would ${action} it, which the comparison does not expect (${change}): it was changed by hand, or is unhealthy`,
    };
  });
  const missing = lines
    .filter(({ address, change }) => needsAction(change) && !counts.has(address))
    .map(
      ({ address, change }): Row => ({
        change: "danger",
        text: `${address}: is ${change}, and Terraform would do nothing`,
      }),
    );
  const unexpected = [...rows, ...missing].filter(({ change }) => change === "danger").length;
  const all =
    plan.length === 0 ? "it would change nothing" : `all ${plan.length} lines are accounted for`;
  return {
    title: "Terraform's plan",
    note: unexpected === 0 ? all : `${unexpected} are not accounted for`,
    rows: [...rows, ...missing],
  };
}

/** Whether the plan must contain the change; one of meta-arguments alone needs no action. */
function needsAction(change: Change): boolean {
  return change !== "unchanged" && change !== "changed";
}
