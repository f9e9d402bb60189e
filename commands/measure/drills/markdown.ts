import { markdownTable } from "../../lib/table.ts";
import type { Words } from "../load/words.ts";
import type { Entry } from "./drill-book.ts";
import type { Fault } from "./fault.ts";
import { listPromises } from "./list.ts";
import { cellsOf, columns, describeRto, format } from "./report.ts";
import { hasFailed, isHeld, type Outcome } from "./result.ts";
import { failedOf } from "./timeline.ts";

/**
 * The sheet of all drills, as Markdown.
 * @param command the command that repeats the drills
 */
export function renderMarkdown(
  outcomes: readonly Entry[],
  faults: readonly Fault[],
  words: Words,
  command: string,
): string {
  const all = (field: "date" | "machine") => [...new Set(outcomes.map((entry) => entry[field]))];
  const drilled = faults.filter(({ name }) => outcomes.some(({ fault }) => fault === name));
  const stages = [...new Set(outcomes.map(({ stage }) => stage))];
  return [
    "# Drills",
    "",
    "Each fault is made under load and repaired, in each stage that has its victim. Its impact is measured from",
    `the clients' requests, and each acknowledged ${words.one} is looked up afterwards. [drilling.md](drilling.md)`,
    "explains the steps and the terms.",
    "",
    `Made by \`${command}\` on ${all("date").sort().join(", ")}, on ${all("machine").join("; ")}.`,
    "One run, where nothing else is said: measurements vary by a second or two.",
    "",
    "## Impact by stage",
    "",
    "The time until requests are served as before (RTO), and the failed requests. *repair +*: an outage",
    "until the repair, and the time after it. ✓ the promise was held, ✗ it was not.",
    "",
    ...markdownTable([
      ["fault", ...stages.map((stage) => stage.replace("stage-", ""))],
      ...drilled.map(({ name }) => [
        name,
        ...stages.map((stage) => summarize(outcomes.find(isOf(stage, name)))),
      ]),
    ]),
    "",
    "## Promises",
    "",
    `Always: each acknowledged ${words.one} is ${words.promise}.`,
    "",
    ...markdownTable([
      ["fault", "what happens", "made by", "repaired by", "stages", "promise"],
      ...drilled.flatMap((fault) =>
        listPromises(fault, words).map(([which, promise], i) => [
          ...(i === 0 ? [fault.name, fault.what, ...waysOf(fault)] : ["", "", "", ""]),
          which,
          promise,
        ]),
      ),
    ]),
    "",
    "## Each drill",
    "",
    ...markdownTable([columns, ...outcomes.map(cellsOf)]),
    ...runsOf(outcomes),
    ...remarkOf(outcomes),
    ...breachesOf(outcomes),
    "",
  ].join("\n");
}

function isOf(stage: string, fault: string): (outcome: Outcome) => boolean {
  return (outcome) => outcome.stage === stage && outcome.fault === fault;
}

function waysOf({ way }: Fault): string[] {
  return [`\`${way.made}\``, `\`${way.repaired}\``];
}

function summarize(outcome: Outcome | undefined): string {
  if (!outcome) return "";
  if (hasFailed(outcome)) return "✗ no result";
  const mark = isHeld(outcome) ? "✓" : "✗";
  return `${mark} ${describeRto(outcome)}, ${failedOf(outcome.timeline)} failed`;
}

function runsOf(outcomes: readonly Outcome[]): string[] {
  const rows = outcomes.flatMap((outcome) => {
    if (hasFailed(outcome) || !outcome.runs) return [];
    const { stage, fault, runs } = outcome;
    const sum = (of: "failed" | "lost") => `${runs.reduce((all, run) => all + run[of], 0)}`;
    const waits = runs.map((run) => run.longestWaitSeconds).sort((one, other) => other - one);
    const held = runs.filter((run) => run.held).length;
    return [
      [
        stage,
        fault,
        `${held} of ${runs.length}`,
        sum("failed"),
        sum("lost"),
        waits.map(format).join(", "),
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [
    "",
    "## Several runs",
    "",
    "Drills that were made more than once, with `--runs`: the longest wait of each run. The tables above have",
    "the worst run.",
    "",
    ...markdownTable([["stage", "fault", "held", "failed", "lost", "longest waits"], ...rows]),
  ];
}

function remarkOf(outcomes: readonly Outcome[]): string[] {
  const slow = outcomes.filter((outcome) => !hasFailed(outcome) && !outcome.loadKeptUp);
  if (slow.length === 0) return [];
  const which = slow.map(({ stage, fault }) => `${fault} in ${stage}`).join(", ");
  return ["", `The load generator did not keep up, so waits include its own delays: ${which}.`];
}

function breachesOf(outcomes: readonly Outcome[]): string[] {
  const broken = outcomes.filter((outcome) => !isHeld(outcome));
  if (broken.length === 0) return [];
  const lines = broken.map((outcome) => {
    const why = hasFailed(outcome) ? outcome.error : outcome.breaches.join("; ");
    return `- ${outcome.stage}, ${outcome.fault}: ${why}`;
  });
  return ["", "## Promises that were not held", "", ...lines];
}
