import { count } from "../../../lib/count.ts";
import type { Comparison } from "../comparison.ts";
import { describedServers } from "../graph.ts";
import { changesOf } from "../line.ts";
import { dataOf, type Pair, pairsOf, startsFirst } from "../pairs.ts";
import { unreachableServers } from "../ways.ts";

/** Returns the headlines: replaced data servers, lost volumes, outage, number of risks. */
export function verdict(comparison: Comparison): string[] {
  const { lines, risks } = comparison;
  const replaced = replacedPairs(comparison);
  const withData = replaced.filter(({ before }) => dataOf(before).length > 0);
  const lost = lines.filter(
    ({ kind, change }) => kind === "volume" && (change === "removed" || change === "replaced"),
  );
  const dangers = risks.filter(({ level }) => level === "danger").length;
  return [
    `servers with data replaced: ${list(withData.map(describeReplacement))}`,
    `volumes lost: ${list(lost.map(({ name }) => name))}`,
    `outage expected: ${outage(comparison, replaced)}`,
    `risks: ${count(dangers, "danger")}, ${count(risks.length - dangers, "caution")}`,
  ];
}

/** Returns the replaced servers. */
function replacedPairs(comparison: Comparison): Pair[] {
  const changes = changesOf(comparison.lines);
  return pairsOf(comparison).filter(
    ({ before, after }) => before && after && changes.get(after.address) === "replaced",
  );
}

/** Describes the order of a replacement, and where the server moves to. */
function describeReplacement({ name, before, after }: Pair): string {
  const [from, to] = [before?.labels.host, after?.labels.host];
  const order = startsFirst(after) ? "start-first" : "stop-first";
  const move = from === to ? "" : `, moved from ${from} to ${to === name ? "its own host" : to}`;
  return `${name} (${order}${move})`;
}

function outage({ before, after }: Comparison, replaced: readonly Pair[]): string {
  const lost = unreachableServers(before.architecture, after.architecture);
  if (lost.length > 0) return `yes, ${list(lost)} can no longer be reached`;
  const entriesOf = ({ architecture }: Comparison["before"]) =>
    describedServers(architecture)
      .filter(({ role }) => role === "public-address")
      .map(({ name }) => name);
  const stays = new Set(entriesOf(after));
  const gone = entriesOf(before).filter(
    (name) => !stays.has(name) || replaced.some((pair) => pair.name === name),
  );
  if (gone.length > 0) return `yes, ${list(gone)} is down during the deploy`;
  const stopped = replaced.filter(({ after }) => !startsFirst(after)).map(({ name }) => name);
  return stopped.length > 0
    ? `none; the application stays up, but clients of ${list(stopped)} wait`
    : "none";
}

function list(names: readonly string[]): string {
  return names.length > 0 ? names.join(", ") : "none";
}
