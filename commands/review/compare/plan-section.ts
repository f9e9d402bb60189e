import { type Change, changesOf, type Line } from "./line.ts";
import type { Row, Section } from "./report/section.ts";

/** What Terraform would do, a line each, in its order. */
export type Plan = readonly PlannedAction[];

export interface PlannedAction {
  readonly address: string;
  /** `create`, `delete`, `replace`, `update` */
  readonly action: string;
}

const ACTIONS: Record<Change, readonly string[]> = {
  added: ["create"],
  removed: ["delete"],
  replaced: ["replace"],
  changed: ["update", "replace"],
  unchanged: [],
};

/** Each line of Terraform's plan beside the line of the comparison that accounts for it. */
export function planSection(plan: Plan, lines: readonly Line[]): Section {
  const changes = changesOf(lines);
  const counts = new Map<string, number>();
  for (const { address } of plan) counts.set(address, (counts.get(address) ?? 0) + 1);
  const rows = plan.map(({ address, action }): Row => {
    const change = changes.get(address) ?? "unchanged";
    if (ACTIONS[change].includes(action)) return { change, text: `${address}: ${action}` };
    // Of one address Terraform removes also what a replacement that was broken off has left.
    if (action === "delete" && counts.get(address) === 2) {
      return { change: "removed", text: `${address}: delete what a broken-off deploy has left` };
    }
    return {
      change: "danger",
      text: `${address}: Terraform would ${action} it, which the stages do not say (${change}): it was changed by hand, or is unhealthy`,
    };
  });
  const missing = lines
    .filter(({ address, change }) => isDone(change) && !counts.has(address))
    .map(
      ({ address, change }): Row => ({
        change: "danger",
        text: `${address}: is ${change}, and Terraform would do nothing`,
      }),
    );
  const strange = [...rows, ...missing].filter(({ change }) => change === "danger").length;
  const all =
    plan.length === 0 ? "it would change nothing" : `all ${plan.length} lines are accounted for`;
  return {
    title: "Terraform's plan",
    note: strange === 0 ? all : `${strange} are not accounted for`,
    rows: [...rows, ...missing],
  };
}

/** What only Terraform itself reads may change without anything to do. */
function isDone(change: Change): boolean {
  return change !== "unchanged" && change !== "changed";
}
