import { relative } from "node:path";
import { readApplication } from "../lib/application.ts";
import { describePlan } from "./plan/describe.ts";
import { planHosts } from "./plan/hosts.ts";
import { limitsOf } from "./plan/limits.ts";
import { planCommand } from "./plan/options.ts";
import { readSheet, stageOf } from "./plan/read-sheet.ts";
import { readSettings } from "./plan/settings.ts";
import { tiersOf } from "./plan/tiers.ts";

/** `npm run plan -- --rate 20000`: computes the hosts for a rate, and the bottlenecks. */
export const command = planCommand(async ({ rate, stage: name, sheet: file }) => {
  const application = await readApplication();
  const sheet = readSheet(file);
  const stage = stageOf(sheet, name);
  const tiers = tiersOf(stage, application);
  console.log(
    describePlan({
      rate,
      sheet,
      source: relative(process.cwd(), file),
      stage,
      hosts: planHosts(tiers, rate),
      limits: limitsOf(stage, tiers, readSettings(), application),
    }),
  );
});
