import { green, red, yellow } from "../../lib/paint.ts";
import { table } from "../../lib/table.ts";
import { type AlertResult, hasFailed, isHeld, type Outcome, type Result } from "./result.ts";
import { failedOf, longestWaitOf, type Timeline } from "./timeline.ts";

const slowLoad =
  "the load generator did not keep up, so waits include its own delays: give it more CPU";

/** Formats seconds, with one decimal below ten: the measurements are not more precise. */
export function format(seconds: number): string {
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

/** The outcome of a drill, in a few lines. */
export function describeOutcome(outcome: Outcome): string[] {
  if (hasFailed(outcome)) return [`${red("✗")} the drill was not completed: ${outcome.error}`];
  const { made, promise, breaches, timeline, verdict, loadKeptUp } = outcome;
  const mark = isHeld(outcome) ? `${green("✓")} held` : `${red("✗")} not held`;
  const lost = `${verdict.lost.length} of ${verdict.acknowledged} acknowledged ${verdict.words.many} lost (RPO)`;
  const wait = format(longestWaitOf(timeline));
  return [
    `    made by ${made}`,
    `    ${describeDetection(outcome)}; ${describeRecovery(outcome)}`,
    `    ${timeline.sent} requests, ${failedOf(timeline)} failed, longest wait ${wait}; ${lost}`,
    `    ${describeShare(timeline)} of the requests under the fault failed or took longer than a second`,
    ...(outcome.alert ? [`    ${describeAlert(outcome.alert)}`] : []),
    `    ${mark}: ${promise}`,
    ...breaches.map((breach) => `      ${red("✗")} ${breach}`),
    ...(loadKeptUp ? [] : [`    ${yellow("!")} ${slowLoad}`]),
  ];
}

function describeDetection({ detection }: Result): string {
  if (!detection) return "no server detected it";
  return `noticed by ${detection.server} after ${format(detection.seconds)}`;
}

function describeRecovery({ timeline }: Result): string {
  const { overcome, recoverySeconds, afterRepairSeconds } = timeline;
  if (recoverySeconds === 0) return "served as before all the time (RTO 0 s)";
  const own = `served as before after ${format(recoverySeconds)} (RTO)`;
  return overcome ? own : `${own}, ${format(afterRepairSeconds)} after the repair`;
}

function describeAlert({ name, firedSeconds, resolvedSeconds }: AlertResult): string {
  if (firedSeconds === undefined) return `the alert ${name} was not delivered`;
  const fired = `the alert ${name} was delivered ${format(firedSeconds)} after the fault`;
  if (resolvedSeconds === undefined) return `${fired}; its end was not`;
  if (resolvedSeconds < 0) return `${fired}, its end before the repair`;
  return `${fired}, its end ${format(resolvedSeconds)} after the repair`;
}

export const columns = [
  "stage",
  "fault",
  "promise",
  "noticed",
  "RTO",
  "RPO",
  "failed",
  "disturbed",
  "longest wait",
  "alert",
];

/** A table of all drills. */
export function renderTable(outcomes: readonly Outcome[]): string[] {
  return table([columns, ...outcomes.map(cellsOf)]);
}

/** The outcome of a drill, by the columns of the table. */
export function cellsOf(outcome: Outcome): string[] {
  const { stage, fault } = outcome;
  if (hasFailed(outcome)) return [stage, fault, "no result"];
  const { detection, timeline, verdict, alert } = outcome;
  return [
    stage,
    fault,
    isHeld(outcome) ? "held" : "not held",
    detection ? format(detection.seconds) : "–",
    describeRto(outcome),
    `${verdict.lost.length}`,
    `${failedOf(timeline)} of ${timeline.sent}`,
    describeShare(timeline),
    format(longestWaitOf(timeline)),
    alert ? describeDelivery(alert) : "–",
  ];
}

/** RTO; where a repair was needed, the time after it. */
export function describeRto({ timeline }: Result): string {
  const { overcome, recoverySeconds, afterRepairSeconds } = timeline;
  if (overcome || recoverySeconds === 0) return format(recoverySeconds);
  return `repair + ${format(afterRepairSeconds)}`;
}

/** The share of the requests under the fault that were not served as before. */
function describeShare({ disturbedShare }: Timeline): string {
  return disturbedShare === undefined ? "–" : `${Math.round(disturbedShare * 100)} %`;
}

function describeDelivery({ name, firedSeconds, resolvedSeconds }: AlertResult): string {
  if (firedSeconds === undefined) return `${name}: none`;
  if (resolvedSeconds === undefined) return `${name} ${format(firedSeconds)}, no end`;
  const end = resolvedSeconds < 0 ? "itself" : format(resolvedSeconds);
  return `${name} ${format(firedSeconds)}, ${end}`;
}
