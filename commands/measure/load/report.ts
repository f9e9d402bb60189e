import { green, red, yellow } from "../../lib/paint.ts";
import { seconds } from "../../lib/progress.ts";
import { table } from "../../lib/table.ts";
import type { Verdict } from "./compare.ts";
import type { GeneratorRecord } from "./generator.ts";
import type { LoadRecord, RunningLoad } from "./load.ts";
import type { Sample } from "./sample.ts";
import { countFailures, percentilesOf } from "./summary.ts";
import type { Words } from "./words.ts";

/** The progress of a load, in one line. */
export function describeProgress({ progress, samples, words }: RunningLoad): string {
  const { sent, failed, inFlight, acknowledged } = progress();
  const since = Date.now() - 5000;
  const recent = samples.slice(samples.findLastIndex((sample) => endOf(sample) < since) + 1);
  const p95 = recent.length > 0 ? `, p95 ${format(percentilesOf(recent).p95)} (last 5 s)` : "";
  return `${sent} sent, ${failed} failed, ${inFlight} in flight, ${acknowledged} ${words.many}${p95}`;
}

function endOf({ plannedAt, milliseconds }: Sample): number {
  return plannedAt + milliseconds;
}

/** A row for each kind of request, and one for all. */
export function renderTable({ kinds, samples }: LoadRecord): string[] {
  const head = ["request", "sent", "failed", "p50", "p95", "p99", "max"];
  const all = {
    kind: "all",
    sent: samples.length,
    failures: countFailures(samples),
    percentiles: percentilesOf(samples),
  };
  const rows = [...kinds, all].map(({ kind, sent, failures, percentiles }) => {
    const { p50, p95, p99, max } = percentiles;
    const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
    return [kind, `${sent}`, `${failed}`, ...[p50, p95, p99, max].map(format)];
  });
  return alignRight([head, ...rows]);
}

/** Aligns all columns but the first to the right. */
function alignRight(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return table(rows.map((row) => row.map((cell, i) => (i ? cell.padStart(widths[i] ?? 0) : cell))));
}

/** Formats milliseconds. */
export function format(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/**
 * Failed requests, a line for each kind and reason, and those that were not sent because of them.
 */
export function describeFailures({ kinds }: LoadRecord): string[] {
  return kinds.flatMap(({ kind, failures, unsent }) => [
    ...Object.entries(failures).map(([why, count]) => `${red("✗")} ${kind}: ${count} × ${why}`),
    ...(unsent
      ? [`  ${kind}: ${unsent} not sent, because requests that they depend on had failed`]
      : []),
  ]);
}

/** The CPU use of the load generator, and whether it was too slow. */
export function describeGenerator({ lateness, cores, keptUp }: GeneratorRecord): string[] {
  const late = `sent ${format(lateness.p99)} late (p99; at most ${format(lateness.max)})`;
  const line = `the load generator: ${late}, with ${cores.toFixed(2)} of a core`;
  if (keptUp) return [line];
  return [
    line,
    yellow(
      "! it did not keep up, so the latencies above include its own delays: give it more CPU, or a lower --rate",
    ),
  ];
}

/** The verdict, a line for each kind of breach. */
export function describeVerdict(verdict: Verdict): string[] {
  const { words, acknowledged, refused, unknown } = verdict;
  const were = acknowledged === 1 ? "was" : "were";
  const whole = `${green("✓")} ${count(acknowledged, words)} ${were} acknowledged, ${words.promise}`;
  const wholeToo = refused > 0 ? `; ${refused} were refused and are not stored` : "";
  return [
    ...(verdict.isWhole
      ? [`${whole}${wholeToo}`]
      : describeBreaches(verdict).map((breach) => `${red("✗")} ${breach}`)),
    ...(unknown.length > 0 ? [`  ${describeUnknown(verdict)}`] : []),
  ];
}

/** A sentence for each kind of breach, with the ids. */
export function describeBreaches(verdict: Verdict): string[] {
  const { words, acknowledged, lost, doubled, wrong, pending } = verdict;
  const wrongs = [...new Set(wrong.map((each) => each.wrong))].map((why): [string[], string] => [
    wrong.filter((each) => each.wrong === why).map(({ id }) => id),
    why,
  ]);
  const found: (readonly [readonly string[], string])[] = [
    [doubled, "executed more than once"],
    ...wrongs,
    [pending, "still to be processed"],
  ];
  const ofAll = `${lost.length} of ${acknowledged} acknowledged ${words.many} lost: ${list(lost)}`;
  return [
    ...(lost.length > 0 ? [ofAll] : []),
    ...found
      .filter(([ids]) => ids.length > 0)
      .map(([ids, why]) => `${count(ids.length, words)} ${why}: ${list(ids)}`),
  ];
}

function describeUnknown({ words, unknown }: Verdict): string {
  const counts = new Map<string, number>();
  for (const { found } of unknown) counts.set(found, (counts.get(found) ?? 0) + 1);
  const found = [...counts].map(([what, number]) => `${number} ${what}`).join(", ");
  return `${count(unknown.length, words)} without a response, so each may be executed or not: ${found}`;
}

function count(number: number, { one, many }: Words): string {
  return `${number} ${number === 1 ? one : many}`;
}

function list(ids: readonly string[], most = 5): string {
  const more = ids.length - most;
  return [...ids.slice(0, most), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** The duration and the rate of a load. */
export function describeRun(record: LoadRecord): string {
  const { options, samples } = record;
  const rate = (samples.length / record.seconds).toFixed(1);
  return `${samples.length} requests in ${seconds(record.seconds * 1000)}: ${rate} a second, ${options.rate} requested (seed ${options.seed})`;
}
