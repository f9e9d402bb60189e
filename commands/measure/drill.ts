import { readEnvironment } from "../../environment.ts";
import { variablesOf } from "../lib/command-line.ts";
import { listStages } from "../lib/stage-name.ts";
import { DrillBook } from "./drills/drill-book.ts";
import { listFaults } from "./drills/list.ts";
import { loadFaults } from "./drills/load-faults.ts";
import { drillCommand } from "./drills/options.ts";
import { isHeld } from "./drills/result.ts";
import { runDrills } from "./drills/run-drills.ts";

const faults = await loadFaults();

/** `npm run drill`: one fault under load, and its impact; without options it lists the faults. */
export const command = drillCommand(faults, async (options) => {
  const environment = readEnvironment();
  if (!options) {
    const command = `${variablesOf(environment)}npm run drill -- --stage 4 --fault kill-primary`;
    console.log([...listFaults(faults, listStages()), "", `for example: ${command}`].join("\n"));
    return;
  }
  const logbook = new DrillBook(faults, environment.drillsFile);
  const book = new DrillBook(faults, options.json);

  const made = new DrillBook(faults);
  const remains = await runDrills(environment, options, (outcome) => {
    made.add(outcome);
    logbook.add(outcome);
    book.add(outcome);
  });
  for (const remain of remains) console.error(`error: ${remain}`);
  if (remains.length > 0 || !made.entries.every(isHeld)) process.exitCode = 1;
});
