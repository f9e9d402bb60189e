import { markdownTable } from "../../lib/table.ts";
import type { Words } from "../load/words.ts";
import { goalInWords } from "./goal.ts";
import type { Step } from "./step.ts";
import { cellsOf, headOf } from "./table.ts";

/** A promotion as Markdown, with the command that repeats it. */
export function renderMarkdown(
  steps: readonly Step[],
  words: Words,
  command: string,
  machine: string,
): string {
  return [
    `\`${command}\` on ${machine}, ${new Date().toISOString().slice(0, 10)}.`,
    "",
    `Goal of each step: ${goalInWords(words)}.`,
    "",
    ...markdownTable([headOf(words), ...steps.map(cellsOf)]),
    "",
  ].join("\n");
}
