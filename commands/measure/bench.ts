import { describeMachine } from "../lib/machine.ts";
import { checkPort } from "../lib/port.ts";
import { setUp } from "../lib/setup/index.ts";
import { writeJson } from "../lib/write-file.ts";
import { removeAll } from "./bench/cleanup.ts";
import { measureDeployment, prepareComparison } from "./bench/deployment.ts";
import { benchCommand } from "./bench/options.ts";
import { measureOverhead } from "./bench/overhead.ts";
import { checkIsOwn, chooseEnvironment, cleaningUp } from "./bench/own-environment.ts";
import { median, renderTable } from "./bench/result.ts";
import { measureSynthesis } from "./bench/synthesis.ts";
import { measureUsage } from "./bench/usage.ts";

/** The dedicated environment of bench, which may therefore be removed. */
const own = "bench";

/** `npm run bench`: measures the blueprint's overhead, and prints a table for the README. */
export const command = benchCommand(async ({ runs, json }) => {
  const environment = await chooseEnvironment(own);
  const setup = await setUp();
  await checkIsOwn(environment, own);
  await removeAll(environment);
  await checkPort(environment, "npm run bench", setup.engine);

  const results = await cleaningUp(environment, own, async () => {
    const comparison = await prepareComparison(environment, setup.terraform);
    const synthesis = await measureSynthesis(environment, runs);
    const usage = await measureUsage(environment, setup);
    const deployment = await measureDeployment(comparison, runs);
    const overhead = await measureOverhead(environment, setup, runs);
    return [...synthesis, ...deployment, ...usage, ...overhead];
  });
  const machine = describeMachine(setup);
  const title = runs === 1 ? "One run" : `Medians of ${runs} runs`;
  console.log(`\n${title} on ${machine}:\n\n${renderTable(results)}`);
  const measures = results.map((result) => ({ ...result, median: median(result.runs) }));
  if (json) writeJson(json, { machine, measures });
});
