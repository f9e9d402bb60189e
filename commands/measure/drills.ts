import { writeFileSync } from "node:fs";
import { readEnvironment } from "../../environment.ts";
import { DrillBook } from "./drills/drill-book.ts";
import { faults } from "./drills/faults.ts";
import { renderMarkdown } from "./drills/markdown.ts";
import { drillsCommand } from "./drills/options.ts";
import { renderTable } from "./drills/report.ts";
import { isHeld, type Outcome } from "./drills/result.ts";
import { runDrills } from "./drills/run-drills.ts";

/** `npm run drills`: all faults of all stages under load, and a sheet of what they cost. */
export const command = drillsCommand(faults, async (options) => {
  const environment = readEnvironment();
  const { rate, json, markdown } = options;
  const book = new DrillBook(faults, json);

  const outcomes: Outcome[] = [];
  const take = (outcome: Outcome) => {
    outcomes.push(outcome);
    book.add(outcome);
    const command = `npm run drills -- --rate ${rate}`;
    if (markdown) writeFileSync(markdown, renderMarkdown(book.entries, faults, command));
  };
  let remains: string[];
  try {
    remains = await runDrills(environment, options, take);
  } finally {
    if (outcomes.length > 0) tell(outcomes);
  }
  for (const remain of remains) console.error(`error: ${remain}`);
  if (remains.length > 0 || !outcomes.every(isHeld)) process.exitCode = 1;
});

function tell(outcomes: readonly Outcome[]): void {
  const held = outcomes.filter(isHeld).length;
  console.log(`\n${renderTable(outcomes).join("\n")}\n`);
  console.log(`${held} of ${outcomes.length} promises were held`);
}
