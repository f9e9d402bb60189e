import type { Comparison } from "./comparison.ts";
import { isSame } from "./comparison.ts";
import type { Line } from "./line.ts";
import { type Plan, planSection } from "./plan-section.ts";
import { connectionRows } from "./report/connections.ts";
import { lineRows } from "./report/lines.ts";
import { riskRows } from "./report/risk-rows.ts";
import type { Report, Row, Section } from "./report/section.ts";
import { verdict } from "./report/verdict.ts";

const KINDS = [
  ["Servers", "server"],
  ["Volumes", "volume"],
  ["Networks", "network"],
  ["Images", "image"],
  ["Other resources", "other"],
] as const;

/** Describes a comparison, for any output format. */
export function reportOf(comparison: Comparison, plan?: Plan): Report {
  const { before, after, lines, settings } = comparison;
  const title = `${before.stack.name} → ${after.stack.name}`;
  if (isSame(comparison)) {
    return {
      title,
      verdict: [`no change: all ${lines.length} resources stay as they are`],
      sections: plan ? [planSection(plan, lines)] : [],
    };
  }
  return {
    title,
    verdict: verdict(comparison),
    sections: [
      { title: "Risks", rows: riskRows(comparison.risks) },
      ...KINDS.map(([name, kind]) =>
        section(
          name,
          lines.filter((line) => line.kind === kind),
        ),
      ),
      section("Variables, provider and backend", settings),
      { title: "Allowed connections", rows: connectionRows(comparison.connections) },
      { title: "Published ports", rows: publicationRows(comparison) },
      { title: "Single points of failure", rows: singlePointRows(comparison) },
      { title: "Bill (CPU and memory limits)", rows: billRows(comparison) },
      ...(plan ? [planSection(plan, lines)] : []),
    ].filter(({ rows, note }) => rows.length > 0 || note),
  };
}

function section(title: string, lines: readonly Line[]): Section {
  const unchanged = lines.filter(({ change }) => change === "unchanged").length;
  return {
    title,
    note: unchanged > 0 ? `${unchanged} ${title === "Volumes" ? "kept" : "unchanged"}` : undefined,
    rows: lineRows(lines.filter(({ change }) => change !== "unchanged")),
  };
}

function publicationRows({ publications }: Comparison): Row[] {
  const describe = ({ server, address, port }: (typeof publications.added)[number]) =>
    `${server} on ${address === "0.0.0.0" ? "all addresses" : address}, port ${port}`;
  return [
    ...publications.added.map((each): Row => ({ change: "added", text: describe(each) })),
    ...publications.removed.map((each): Row => ({ change: "removed", text: describe(each) })),
    ...publications.kept.map((each): Row => ({ change: "unchanged", text: describe(each) })),
  ];
}

function singlePointRows({ singlePoints }: Comparison): Row[] {
  const describe = ({ machine, data }: (typeof singlePoints.added)[number]) =>
    `${machine}, on the path to ${data.join(", ")}`;
  return [
    ...singlePoints.removed.map((each): Row => ({ change: "removed", text: describe(each) })),
    ...singlePoints.added.map((each): Row => ({ change: "added", text: describe(each) })),
    ...singlePoints.kept.map((each): Row => ({ change: "unchanged", text: describe(each) })),
  ];
}

function billRows({ before: { bill: one }, after: { bill: other } }: Comparison): Row[] {
  const row = (noun: string, was: number, is: number, unit = ""): Row => ({
    change: was === is ? "unchanged" : "changed",
    text: was === is ? `${noun} ${is}${unit}` : `${noun} ${was} → ${is}${unit}`,
  });
  const hasUnlimited = one.unlimited + other.unlimited > 0;
  return [
    row("hosts", one.machines, other.machines),
    row("servers", one.servers, other.servers),
    row("CPU", one.cpus, other.cpus, " cores"),
    row("memory", one.memoryMiB, other.memoryMiB, " MiB"),
    ...(hasUnlimited ? [row("servers without a limit", one.unlimited, other.unlimited)] : []),
  ];
}
