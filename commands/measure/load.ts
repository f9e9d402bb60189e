import { setTimeout as sleep } from "node:timers/promises";
import { readEnvironment } from "../../environment.ts";
import { interruption } from "../lib/interrupt.ts";
import { keepShowing, live, seconds, step } from "../lib/progress.ts";
import { writeJson } from "../lib/write-file.ts";
import { type LoadRecord, startLoad } from "./load/load.ts";
import { loadCommand, type Options } from "./load/options.ts";
import * as report from "./load/report.ts";
import { describeLimitations, findTarget, type Target } from "./load/target.ts";
import { judge, type Verdict } from "./load/verdict.ts";
import { wordsOf } from "./load/words.ts";

/** `npm run load`: visitors at a constant rate of requests, and a lookup of their writes. */
export const command = loadCommand(async (options) => {
  const target = await findTarget(readEnvironment(), options.against);
  for (const line of describeLimitations(target)) live.print(line);
  const record = await send(target, options);
  const hasWrites = target.load.writes !== undefined;
  const verdict = hasWrites ? await lookUp(record, target) : undefined;
  if (options.json) writeRecord(options.json, record, verdict);
  const hasFailed = record.samples.some(({ failure }) => failure);
  if (hasFailed || (hasWrites && !verdict?.isWhole)) process.exitCode = 1;
});

/** Runs the load for its duration, or until an interruption, and prints its table. */
async function send(target: Target, { rate, seconds: limit, seed }: Options): Promise<LoadRecord> {
  live.print(`→ ${rate} requests a second to ${target.url} for ${seconds(limit * 1000)}`);
  const load = startLoad(target, { rate, seed });
  const begin = Date.now();
  const stopShowing = keepShowing(() => {
    const done = seconds(Date.now() - begin);
    return `${done}: ${report.describeProgress(load)}`;
  });
  await sleepUnlessInterrupted(limit * 1000, load.words.many);
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

/** The first interruption ends the load; a second one ends the command. */
async function sleepUnlessInterrupted(milliseconds: number, writes: string): Promise<void> {
  const early = new AbortController();
  const stop = () => {
    live.print(`the load ends early, and its ${writes} are looked up (Ctrl-C again to skip that)`);
    early.abort();
  };
  await interruption.handledBy(stop, () =>
    sleep(milliseconds, undefined, { signal: early.signal }).catch(() => {}),
  );
}

/** Prints the verdict and returns it; undefined if the application has no environment here. */
async function lookUp({ ledger }: LoadRecord, target: Target): Promise<Verdict | undefined> {
  const { environment, url } = target;
  const { many } = wordsOf(target.load);
  if (!environment) {
    console.error(
      `\nerror: the ${many} cannot be looked up: no container of an environment publishes the port of ${url}, so their database is unknown`,
    );
    return undefined;
  }
  const title = `looking up ${ledger.count} ${many}`;
  const verdict = await step(title, (progress) =>
    judge({ ...target, environment }, ledger, progress),
  );
  console.log(report.describeVerdict(verdict).join("\n"));
  return verdict;
}

function writeRecord(file: string, record: LoadRecord, verdict: Verdict | undefined): void {
  const { ledger, ...kept } = record;
  const { acknowledged, unanswered, refused } = ledger;
  const json = { ...kept, writes: { acknowledged, unanswered, refused }, verdict: verdict ?? null };
  writeJson(file, json);
}
