import { relative } from "node:path";
import { describePlan } from "./plan/describe.ts";
import { planHosts } from "./plan/hosts.ts";
import { limitsOf } from "./plan/limits.ts";
import { planCommand } from "./plan/options.ts";
import { readSheet, stageOf } from "./plan/read-sheet.ts";
import { readSettings } from "./plan/settings.ts";
import { tiersOf } from "./plan/tiers.ts";

/** `npm run plan -- --rate 20000`: the hosts that a rate would take, on paper, and what gives out first. */
export const command = planCommand(({ rate, stage: asked, sheet: file }) => {
  const sheet = readSheet(file);
  const stage = stageOf(sheet, asked);
  const tiers = tiersOf(stage);
  console.log(
    describePlan({
      rate,
      sheet,
      source: relative(process.cwd(), file),
      stage,
      hosts: planHosts(tiers, rate),
      limits: limitsOf(stage, tiers, readSettings()),
    }),
  );
});
