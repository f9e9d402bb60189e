import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../environment.ts";
import { seconds } from "../../lib/progress.ts";
import type { Ended } from "./part.ts";

const file = join(root, "test", "README.md");

/** Writes the duration of each test file to the table of test/README.md. */
export function recordTimes(parts: readonly Ended[]): void {
  const took = new Map(parts.flatMap(({ times = {} }) => Object.entries(times)));
  writeFileSync(file, withTimes(readFileSync(file, "utf8"), took));
}

/** Replaces the last cell of each row whose first cell is a file that was run. */
export function withTimes(markdown: string, took: ReadonlyMap<string, number>): string {
  return markdown.replace(/^\| `([^`]+)` \|.*$/gm, (row, name: string) => {
    const milliseconds = took.get(name);
    if (milliseconds === undefined) return row;
    return row.replace(/\|[^|]*\|$/, `| ${seconds(milliseconds)} |`);
  });
}
