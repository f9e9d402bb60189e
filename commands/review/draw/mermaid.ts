import { COLOURS } from "./colours.ts";
import type { Drawing, DrawnHost, DrawnTier } from "./drawing.ts";

/** Renders the drawing as a Mermaid flowchart, which GitHub shows in Markdown. */
export function renderMermaid({ title, tiers, arrows }: Drawing): string {
  const ids = new Map(tiers.map(({ id }, index) => [id, `tier${index}`]));
  const lines = [
    "flowchart TB",
    `  %% ${title}`,
    "  customers([Customers])",
    ...tiers.flatMap((tier) => tierLines(tier, ids.get(tier.id) ?? "")),
    ...tiers
      .filter(({ place }) => place === "top")
      .map(({ id }) => `  customers --> ${ids.get(id)}`),
    ...arrows.map(({ from, to, label }) => `  ${ids.get(from)} -->|"${label}"| ${ids.get(to)}`),
    ...Object.entries(COLOURS).map(
      ([change, { line, fill, text }]) =>
        `  classDef ${change} stroke:${line},fill:${fill},color:${text}`,
    ),
  ];
  const entries = tiers.filter(({ place }) => place === "top").length;
  const styles = arrows.flatMap(({ change }, index) =>
    change === "unchanged"
      ? []
      : [`  linkStyle ${index + entries} stroke:${COLOURS[change].line},stroke-width:2px`],
  );
  return `${[...lines, ...styles].join("\n")}\n`;
}

function tierLines({ title, hosts, change, otherUpstreams }: DrawnTier, id: string): string[] {
  const hub = otherUpstreams.length > 0 ? `<br/>connects to ${otherUpstreams.length} others` : "";
  return [
    `  subgraph ${id}["${title}${hub}"]`,
    "    direction LR",
    ...hosts.map((host, index) => `    ${id}host${index}["${hostText(host)}"]:::${host.change}`),
    "  end",
    `  class ${id} ${change}`,
  ];
}

function hostText({ name, size, servers }: DrawnHost): string {
  return [`<b>${name}</b>`, size, ...servers].join("<br/>");
}
