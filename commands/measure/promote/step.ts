import { setTimeout as sleep } from "node:timers/promises";
import { keepShowing, seconds } from "../../lib/progress.ts";
import type { GeneratorRecord } from "../load/generator.ts";
import { type LoadOptions, type LoadRecord, startLoad } from "../load/load.ts";
import { describeFailures, describeProgress } from "../load/report.ts";
import type { KindRecord } from "../load/summary.ts";
import type { Target } from "../load/target.ts";
import { judge, type Verdict } from "../load/verdict.ts";
import type { Deploy, Deployed } from "./deploy.ts";
import { shareWithin } from "./share.ts";

/** What a change of the stage cost clients. */
export interface Step {
  /** What ran before. @default - whatever it was */
  readonly from?: string;
  readonly deployed: Deployed;
  readonly requests: number;
  readonly failed: number;
  /** A line for each kind of request and reason. */
  readonly failures: readonly string[];
  /** In milliseconds from the planned time. */
  readonly longest: number;
  /** Of all requests, those that took less than a second. */
  readonly shareUnderSecond: number;
  readonly verdict: Verdict;
  readonly generator: GeneratorRecord;
  /** What became of each kind of request. */
  readonly kinds: readonly KindRecord[];
}

/** The load runs so long before a deploy and after it, in milliseconds. */
const aroundMs = 3000;

/** Deploys a stage under load, and looks the writes up. */
export async function takeStep(
  title: string,
  target: Required<Target>,
  options: LoadOptions,
  deploy: (tell: (line: string) => void) => Deploy,
): Promise<Omit<Step, "from">> {
  const load = startLoad(target, options);
  const begin = Date.now();
  let doing = "before the deploy";
  const stopShowing = keepShowing(() => {
    return `${title}, ${seconds(Date.now() - begin)}: ${describeProgress(load)}; ${doing}`;
  });
  const tell = (words: string) => {
    doing = words;
  };
  try {
    await sleep(aroundMs);
    const deployed = await deploy(tell).ended;
    tell("after the deploy");
    await sleep(aroundMs);
    const record = await load.stop();
    tell(`looking up the ${load.words.many}`);
    const verdict = await judge(target, record.ledger, tell);
    return { deployed, verdict, ...sum(record) };
  } finally {
    stopShowing();
  }
}

function sum(record: LoadRecord) {
  const { samples, generator, kinds } = record;
  return {
    kinds,
    requests: samples.length,
    failed: samples.filter(({ failure }) => failure).length,
    failures: describeFailures(record),
    longest: samples.reduce((longest, sample) => Math.max(longest, sample.milliseconds), 0),
    shareUnderSecond: shareWithin(samples, 1000),
    generator,
  };
}
