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

/** A step from stage to stage, and its impact on clients. */
export interface Step {
  /** The stage before. @default - unknown */
  readonly from?: string;
  readonly deployed: Deployed;
  readonly requests: number;
  readonly failed: number;
  /** A line for each kind of request and reason. */
  readonly failures: readonly string[];
  /** The longest latency, in milliseconds from the planned time. */
  readonly longest: number;
  /** Share of requests that took less than a second. */
  readonly shareUnderSecond: number;
  readonly verdict: Verdict;
  readonly generator: GeneratorRecord;
  /** The requests by kind. */
  readonly kinds: readonly KindRecord[];
}

/** How long the load runs before the deploy, and after it. */
const marginMs = 3000;

/** Deploys a stage under load, and looks the writes up. */
export async function takeStep(
  title: string,
  target: Required<Target>,
  options: LoadOptions,
  deploy: (report: (line: string) => void) => Deploy,
): Promise<Omit<Step, "from">> {
  const load = startLoad(target, options);
  const begin = Date.now();
  let doing = "before the deploy";
  const stopShowing = keepShowing(() => {
    return `${title}, ${seconds(Date.now() - begin)}: ${describeProgress(load)}; ${doing}`;
  });
  const report = (detail: string) => {
    doing = detail;
  };
  try {
    await sleep(marginMs);
    const deployed = await deploy(report).ended;
    report("after the deploy");
    await sleep(marginMs);
    const record = await load.stop();
    report(`looking up the ${load.words.many}`);
    const verdict = await judge(target, record.ledger, report);
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
