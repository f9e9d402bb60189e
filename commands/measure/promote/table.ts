import { describeVerdict, format } from "../load/report.ts";
import type { Words } from "../load/words.ts";
import { missesOf } from "./goal.ts";
import { percent } from "./share.ts";
import type { Step } from "./step.ts";

export function headOf({ many }: Words): string[] {
  const requests = ["requests", "failed", "longest wait", "under 1 s"];
  const resources = ["created", "changed", "removed"];
  return ["step", ...requests, many, "lost", "doubled", "deploy", ...resources, "goal"];
}

/** A step as the cells of its row. */
export function cellsOf(step: Step): string[] {
  const { deployed, verdict } = step;
  const { created, changed, removed } = deployed.changes;
  const misses = missesOf(step);
  return [
    titleOf(step),
    `${step.requests}`,
    `${step.failed}`,
    format(step.longest),
    percent(step.shareUnderSecond),
    `${verdict.acknowledged}`,
    `${verdict.lost.length}`,
    `${verdict.doubled.length}`,
    `${deployed.seconds.toFixed(1)} s`,
    `${created}`,
    `${changed}`,
    `${removed}`,
    misses.length === 0 ? "holds" : `missed: ${misses.join(", ")}`,
  ];
}

/** `1 → 2`; from an unknown stage `… → 2`. */
export function titleOf({ from, deployed }: Pick<Step, "from" | "deployed">): string {
  return titleFor(from, deployed.stage);
}

export function titleFor(from: string | undefined, to: string): string {
  const [start, end] = [from ?? "…", to].map((stage) => stage.replace("stage-", ""));
  return `${start} → ${end}`;
}

/** A row, printed when its step ends: the columns have fixed widths. */
export function renderRow(cells: readonly string[], words: Words): string {
  const head = headOf(words);
  return cells
    .map((cell, i) => {
      if (i === 0) return cell.padEnd("8 → 7".length);
      return i === cells.length - 1 ? cell : cell.padStart(Math.max(head[i]?.length ?? 0, 6));
    })
    .join("  ");
}

/** Details below a row: failed requests, wrong writes, the output of a failed deploy. */
export function remarksOf({ deployed, failures, verdict, generator }: Step): string[] {
  return [
    ...failures,
    ...(verdict.isWhole && verdict.unknown.length === 0 ? [] : describeVerdict(verdict)),
    ...(generator.keptUp
      ? []
      : [
          `! the load generator sent ${format(generator.lateness.p99)} late (p99): waits include its own delays`,
        ]),
    ...(deployed.words ? deployed.words.split("\n") : []),
  ].map((line) => `  ${line}`);
}
