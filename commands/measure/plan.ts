import { relative } from "node:path";
import { describePlan } from "./plan/describe.ts";
import { planHosts } from "./plan/hosts.ts";
import { limitsOf } from "./plan/limits.ts";
import { parseOptions } from "./plan/options.ts";
import { readSheet, stageOf } from "./plan/read-sheet.ts";
import { readSettings } from "./plan/settings.ts";
import { tiersOf } from "./plan/tiers.ts";

/** `npm run plan -- --rate 20000`: the hosts that a rate would take, on paper, and what gives out first. */
export async function run(args: string[]): Promise<void> {
  const { rate, stage: asked, sheet: file } = parseOptions(args);
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
}
