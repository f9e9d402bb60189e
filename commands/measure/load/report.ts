import { green, red, yellow } from "../../lib/paint.ts";
import { seconds } from "../../lib/progress.ts";
import { table } from "../../lib/table.ts";
import type { Verdict } from "./compare.ts";
import type { GeneratorRecord } from "./generator.ts";
import type { LoadRecord } from "./load.ts";
import type { Progress, Sample } from "./sample.ts";
import { countFailures, percentilesOf } from "./summary.ts";

/** How far a load has come, in one line. */
export function describeProgress(
  progress: Progress,
  samples: readonly Sample[],
  now: number,
): string {
  const { sent, failed, underWay, acknowledged } = progress;
  const firstRecent = samples.findLastIndex((sample) => endOf(sample) < now - 5000) + 1;
  const recent = samples.slice(firstRecent);
  const p95 = recent.length > 0 ? `, p95 ${format(percentilesOf(recent).p95)} (last 5 s)` : "";
  return `${sent} sent, ${failed} failed, ${underWay} under way, ${acknowledged} orders${p95}`;
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

/** All columns but the first. */
function alignRight(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return table(rows.map((row) => row.map((cell, i) => (i ? cell.padStart(widths[i] ?? 0) : cell))));
}

/** Milliseconds for people. */
export function format(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** Why requests failed, a line for each kind and reason, and what could not be sent therefore. */
export function describeFailures({ kinds }: LoadRecord): string[] {
  return kinds.flatMap(({ kind, failures, unsent }) => [
    ...Object.entries(failures).map(([why, count]) => `${red("✗")} ${kind}: ${count} × ${why}`),
    ...(unsent ? [`  ${kind}: ${unsent} not sent, as what they build on had failed`] : []),
  ]);
}

/** What the load's own program used, and whether it was too slow. */
export function describeGenerator({ lateness, cores, keptUp }: GeneratorRecord): string[] {
  const late = `sent ${format(lateness.p99)} late (p99; at most ${format(lateness.max)})`;
  const line = `the load's own program: ${late}, with ${cores.toFixed(2)} of a core`;
  if (keptUp) return [line];
  return [
    line,
    yellow(
      "! it did not keep up, so the waits above are rather its own than the shop's: give it more of the machine or a lower --rate",
    ),
  ];
}

/** The ledger's verdict, a line for each breach. */
export function describeVerdict(verdict: Verdict): string[] {
  const { acknowledged, refused, unknown } = verdict;
  const were = acknowledged === 1 ? "was" : "were";
  const whole = `${green("✓")} ${count(acknowledged, "order")} ${were} acknowledged, stored once and charged once`;
  const wholeToo = refused > 0 ? `; ${refused} were refused and are not stored` : "";
  return [
    ...(verdict.isWhole
      ? [`${whole}${wholeToo}`]
      : breachesOf(verdict).map((breach) => `${red("✗")} ${breach}`)),
    ...(unknown.length > 0 ? [`  ${describeUnknown(verdict)}`] : []),
  ];
}

function breachesOf(verdict: Verdict): string[] {
  const { acknowledged, missing, chargedTwice, notCharged, chargedWithoutOrder } = verdict;
  const keys = verdict.storedThoughRefused.map((key) => `key ${key}`);
  const found: [readonly string[], string][] = [
    [missing, `${missing.length} of ${acknowledged} acknowledged orders missing in the database`],
    [chargedTwice, `${count(chargedTwice.length, "order")} charged or made twice`],
    [
      notCharged,
      `${count(notCharged.length, "acknowledged order")} not charged as the payment provider says`,
    ],
    [
      chargedWithoutOrder,
      `${count(chargedWithoutOrder.length, "charge")} without an order in the database`,
    ],
    [keys, `${count(keys.length, "order")} stored though it was refused, or had to be`],
  ];
  return found.filter(([ids]) => ids.length > 0).map(([ids, words]) => `${words}: ${list(ids)}`);
}

function describeUnknown({ unknown }: Verdict): string {
  const both = unknown.filter(({ stored, charged }) => stored && charged).length;
  const stored = unknown.filter((order) => order.stored && !order.charged).length;
  const neither = unknown.length - both - stored;
  return `${count(unknown.length, "order")} without an answer, so nobody was promised anything: ${both} stored and charged, ${stored} only stored, ${neither} neither`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function list(ids: readonly string[], most = 5): string {
  const more = ids.length - most;
  return [...ids.slice(0, most), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** How long a load ran and how many requests it sent a second. */
export function describeRun(record: LoadRecord): string {
  const { options, samples } = record;
  const rate = (samples.length / record.seconds).toFixed(1);
  return `${samples.length} requests in ${seconds(record.seconds * 1000)}: ${rate} a second of ${options.rate} asked for (seed ${options.seed})`;
}
