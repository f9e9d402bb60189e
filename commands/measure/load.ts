import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { readEnvironment } from "../../environment.ts";
import { interruption } from "../lib/interrupt.ts";
import { keepShowing, live, seconds, step } from "../lib/progress.ts";
import { type LoadRecord, startLoad } from "./load/load.ts";
import { loadCommand, type Options } from "./load/options.ts";
import * as report from "./load/report.ts";
import { findTarget, type Target } from "./load/target.ts";
import { judge, type Verdict } from "./load/verdict.ts";

/** `npm run load`: shoppers at a constant rate, and what became of their orders. */
export const command = loadCommand(async (options) => {
  const target = await findTarget(readEnvironment(), options.against);
  const record = await shop(target, options);
  const verdict = await lookUp(record, target);
  if (options.json) writeJson(options.json, record, verdict);
  const hasFailed = record.samples.some(({ failure }) => failure);
  if (hasFailed || !verdict?.isWhole) process.exitCode = 1;
});

/** Runs the load for its time, or until it is to end early, and prints its table. */
async function shop({ url }: Target, { rate, seconds: limit, seed }: Options): Promise<LoadRecord> {
  live.print(`→ ${rate} requests a second to ${url} for ${seconds(limit * 1000)}`);
  const load = startLoad({ url, rate, seed });
  const begin = Date.now();
  const stopShowing = keepShowing(() => {
    const done = seconds(Date.now() - begin);
    return `${done}: ${report.describeProgress(load.progress(), load.samples, Date.now())}`;
  });
  await sleepUnlessInterrupted(limit * 1000);
  const record = await load.stop().finally(stopShowing);
  interruption.signal.throwIfAborted();
  const lines = [
    report.describeRun(record),
    "",
    ...report.renderTable(record),
    "",
    ...report.describeFailures(record),
    ...report.describeGenerator(record.generator),
  ];
  console.log(lines.join("\n"));
  return record;
}

/** The first interruption ends the load early; a second one ends the command. */
async function sleepUnlessInterrupted(milliseconds: number): Promise<void> {
  const early = new AbortController();
  const stop = () => {
    live.print(
      "the load ends early; its orders are looked up all the same (Ctrl-C again: they are not)",
    );
    early.abort();
  };
  await interruption.handledBy(stop, () =>
    sleep(milliseconds, undefined, { signal: early.signal }).catch(() => {}),
  );
}

/** Gives and prints the verdict; undefined where the shop has no environment here. */
async function lookUp(
  { ledger }: LoadRecord,
  { url, environment }: Target,
): Promise<Verdict | undefined> {
  if (!environment) {
    console.error(
      `\nerror: nobody knows what became of the orders: no container of an environment publishes the port of ${url}, so there is no database to look into`,
    );
    return undefined;
  }
  const title = `looking up ${ledger.count} orders in the database and in the payment provider's book`;
  const verdict = await step(title, (tell) => judge(ledger, environment, tell));
  console.log(report.describeVerdict(verdict).join("\n"));
  return verdict;
}

function writeJson(file: string, record: LoadRecord, verdict: Verdict | undefined): void {
  const { ledger, ...kept } = record;
  const { acknowledged, unanswered, refused } = ledger;
  const json = { ...kept, orders: { acknowledged, unanswered, refused }, verdict: verdict ?? null };
  writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
}
