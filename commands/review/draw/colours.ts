import type { Change } from "../compare/line.ts";

/** The colours of a frame's line, fill and text; legible on white and on black. */
export interface Colours {
  readonly line: string;
  readonly fill: string;
  readonly text: string;
}

const amber: Colours = { line: "#b45309", fill: "#fef3c7", text: "#78350f" };

export const COLOURS: Record<Change, Colours> = {
  added: { line: "#15803d", fill: "#dcfce7", text: "#14532d" },
  removed: { line: "#b91c1c", fill: "#fee2e2", text: "#7f1d1d" },
  replaced: amber,
  changed: amber,
  unchanged: { line: "#64748b", fill: "#f1f5f9", text: "#1e293b" },
};
