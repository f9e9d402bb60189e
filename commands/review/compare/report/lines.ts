import type { Change, Kind, Line } from "../line.ts";
import type { Row } from "./section.ts";

const ORDER: readonly Change[] = ["removed", "replaced", "changed", "added", "unchanged"];

/** Renders lines as rows, removals first; equal changes share a row. */
export function lineRows(lines: readonly Line[]): Row[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = [line.change, ...line.details].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map(rowOf).sort((one, other) => place(one) - place(other));
}

function rowOf(lines: readonly Line[]): Row {
  const [{ change, kind, details } = { change: "unchanged", kind: "other", details: [] } as const] =
    lines;
  const names = lines.map(({ name }) => name).join(", ");
  return { change, text: `${names} ${verbOf(kind, change)}`, details };
}

function verbOf(kind: Kind, change: Change): string {
  if (kind === "volume" && change === "removed") return "lost";
  return change === "changed" ? "changed in place" : change;
}

function place({ change }: Row): number {
  return ORDER.indexOf(change as Change);
}
