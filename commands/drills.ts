import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { readEnvironment } from "../environment.ts";
import { listStages } from "./deploy/stage-name.ts";
import { faults } from "./drills/faults.ts";
import { renderMarkdown } from "./drills/markdown.ts";
import { type Options, parseDrills } from "./drills/options.ts";
import { renderTable } from "./drills/report.ts";
import { isHeld, type Outcome } from "./drills/result.ts";
import { runDrills } from "./drills/run-drills.ts";
import { checkFile } from "./load/words.ts";

/** `npm run drills`: all faults of all stages under load, and a sheet of what they cost. */
export async function run(args: string[]): Promise<number> {
  const environment = readEnvironment();
  const options = parseDrills(args, listStages(), faults);
  checkFile("--json", options.json);
  checkFile("--markdown", options.markdown);

  const outcomes: Outcome[] = [];
  let remains: string[];
  try {
    remains = await runDrills(environment, options, outcomes);
  } finally {
    // What was found before an interruption is worth as much.
    if (outcomes.length > 0) tell(outcomes, options);
  }
  for (const remain of remains) console.error(`error: ${remain}`);
  return remains.length === 0 && outcomes.every(isHeld) ? 0 : 1;
}

function tell(outcomes: readonly Outcome[], { rate, json, markdown }: Options): void {
  const held = outcomes.filter(isHeld).length;
  console.log(`\n${renderTable(outcomes).join("\n")}\n`);
  console.log(`${held} of ${outcomes.length} promises were held`);
  if (json) writeFileSync(json, `${JSON.stringify(outcomes, null, 2)}\n`);
  if (!markdown) return;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  const date = new Date().toISOString().slice(0, 10);
  const command = `npm run drills -- --rate ${rate}`;
  writeFileSync(markdown, renderMarkdown(outcomes, faults, { command, machine, date }));
}
