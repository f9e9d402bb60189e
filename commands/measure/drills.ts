import { readEnvironment } from "../../environment.ts";
import { writeFile } from "../lib/write-file.ts";
import { DrillBook } from "./drills/drill-book.ts";
import { loadFaults } from "./drills/load-faults.ts";
import { renderMarkdown } from "./drills/markdown.ts";
import { drillsCommand } from "./drills/options.ts";
import { renderTable } from "./drills/report.ts";
import { isHeld, type Outcome } from "./drills/result.ts";
import { runDrills } from "./drills/run-drills.ts";
import { targetIn } from "./load/target.ts";
import { wordsOf } from "./load/words.ts";

const faults = await loadFaults();

/** `npm run drills`: all faults of all stages under load, and a sheet of their impact. */
export const command = drillsCommand(faults, async (options) => {
  const environment = readEnvironment();
  const { rate, json, markdown } = options;
  const words = wordsOf((await targetIn(environment)).load);
  const book = new DrillBook(faults, json);

  const made = new DrillBook(faults);
  const take = (outcome: Outcome) => {
    made.add(outcome);
    book.add(outcome);
    const command = `npm run drills -- --rate ${rate}`;
    const sheet = () => renderMarkdown(book.entries, faults, words, command);
    if (markdown) writeFile(markdown, sheet());
  };
  let remains: string[];
  try {
    remains = await runDrills(environment, options, take);
  } finally {
    if (made.entries.length > 0) printSummary(made.entries);
  }
  for (const remain of remains) console.error(`error: ${remain}`);
  if (remains.length > 0 || !made.entries.every(isHeld)) process.exitCode = 1;
});

function printSummary(outcomes: readonly Outcome[]): void {
  const held = outcomes.filter(isHeld).length;
  console.log(`\n${renderTable(outcomes).join("\n")}\n`);
  console.log(`${held} of ${outcomes.length} promises were held`);
}
