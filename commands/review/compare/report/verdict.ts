import type { Comparison } from "../comparison.ts";
import { describedServers } from "../graph.ts";
import { changesOf } from "../line.ts";
import { dataOf, isReadyFirst, type Pair, pairsOf } from "../pairs.ts";
import { lostWays } from "../ways.ts";

/** The lines of risk: what becomes of data, the outage to expect, and how many risks there are. */
export function verdict(comparison: Comparison): string[] {
  const { lines, risks } = comparison;
  const replaced = replacedPairs(comparison);
  const withData = replaced.filter(({ before }) => dataOf(before).length > 0);
  const lost = lines.filter(
    ({ kind, change }) => kind === "volume" && (change === "removed" || change === "replaced"),
  );
  const dangers = risks.filter(({ level }) => level === "danger").length;
  return [
    `servers with data replaced: ${list(withData.map(inWhichWay))}`,
    `volumes lost: ${list(lost.map(({ name }) => name))}`,
    `outage expected: ${outage(comparison, replaced)}`,
    `risks: ${count(dangers, "danger")}, ${count(risks.length - dangers, "caution")}`,
  ];
}

/** Servers that are there before and after, as another one. */
function replacedPairs(comparison: Comparison): Pair[] {
  const changes = changesOf(comparison.lines);
  return pairsOf(comparison).filter(
    ({ before, after }) => before && after && changes.get(after.address) === "replaced",
  );
}

/** Where it moves to, and whether the new one is ready before the old one goes. */
function inWhichWay({ name, before, after }: Pair): string {
  const [from, to] = [before?.labels.host, after?.labels.host];
  const way = isReadyFirst(after) ? "handed over" : "stopped first";
  const move =
    from === to ? "" : `, moved from ${from} to ${to === name ? "a host of its own" : to}`;
  return `${name} (${way}${move})`;
}

function outage({ before, after }: Comparison, replaced: readonly Pair[]): string {
  const lost = lostWays(before.architecture, after.architecture);
  if (lost.length > 0) return `yes, no way leads to ${list(lost)} any more`;
  const entriesOf = ({ architecture }: Comparison["before"]) =>
    describedServers(architecture)
      .filter(({ role }) => role === "public-address")
      .map(({ name }) => name);
  const stays = new Set(entriesOf(after));
  const gone = entriesOf(before).filter(
    (name) => !stays.has(name) || replaced.some((pair) => pair.name === name),
  );
  if (gone.length > 0) return `yes, ${list(gone)} is gone meanwhile`;
  const stopped = replaced.filter(({ after }) => !isReadyFirst(after)).map(({ name }) => name);
  return stopped.length > 0
    ? `none; the shop stays up, but what needs ${list(stopped)} waits`
    : "none";
}

function list(names: readonly string[]): string {
  return names.length > 0 ? names.join(", ") : "none";
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
