import { live } from "../../lib/progress.ts";
import { markdownTable } from "../../lib/table.ts";

/** A measurement, with the command that repeats it. */
export interface Result {
  readonly what: string;
  readonly unit: Unit;
  readonly runs: readonly number[];
  /** The goal: the median is to be below it. */
  readonly goal?: number;
  readonly command: string;
}

type Unit = "s" | "times" | "MiB" | "cores";

/** Returns the median. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined)
    throw new Error("a median needs at least one number");
  return (lower + upper) / 2;
}

export function format(value: number, unit: Unit): string {
  const digits = { s: value < 10 ? 2 : 1, times: 2, MiB: 0, cores: 3 }[unit];
  return unit === "times" ? `${value.toFixed(digits)} times` : `${value.toFixed(digits)} ${unit}`;
}

/** A table in Markdown. */
export function renderTable(results: readonly Result[]): string {
  const rows = results.map(({ what, unit, runs, goal, command }) => [
    what,
    format(median(runs), unit),
    goal === undefined ? "" : renderGoal(median(runs), goal, unit),
    runs.length > 1 ? runs.map((run) => format(run, unit).split(" ")[0]).join(", ") : "",
    command,
  ]);
  return markdownTable([["measure", "median", "goal", "runs", "how"], ...rows]).join("\n");
}

function renderGoal(value: number, goal: number, unit: Unit): string {
  return `under ${goal} ${unit}, ${value < goal ? "met" : "**missed**"}`;
}

/** Prints a result, and returns it. */
export function printResult(result: Result): Result {
  live.print(`  ${result.what}: ${format(median(result.runs), result.unit)}`);
  return result;
}
