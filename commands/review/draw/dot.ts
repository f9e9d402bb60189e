import { titleOf } from "../../../observability/src/page/names.ts";
import { escapeXml } from "../../lib/escape-xml.ts";
import { COLOURS, type Colours } from "./colours.ts";
import type { Drawing, DrawnHost, DrawnTier } from "./drawing.ts";

/** A font whose metrics Graphviz has. */
const FONT = 'fontname="Arial"';

const IN_A_ROW = 3;

/** Renders the drawing in Graphviz' DOT: a node for each tier, with its hosts in a row. */
export function renderDot({ tiers, arrows }: Drawing): string {
  const at = (place: DrawnTier["place"]) =>
    tiers.filter((tier) => tier.place === place && !tier.frame).map(({ id }) => quote(id));
  const frames = new Set(tiers.flatMap(({ frame }) => frame ?? []));
  return [
    "digraph {",
    `  graph [rankdir=TB nodesep=0.3 ranksep=0.45 bgcolor=white ${FONT}]`,
    `  node [shape=plain ${FONT} fontsize=12]`,
    `  edge [${FONT} fontsize=10 arrowsize=0.7 penwidth=1.2]`,
    '  customers [shape=box style="rounded,filled" fillcolor="#2563eb" color="#2563eb" fontcolor=white label="Customers" margin="0.25,0.08"]',
    ...tiers.map((tier) => `  ${quote(tier.id)} [label=<${tierLabel(tier)}>]`),
    ...[...frames].flatMap((frame) => frameLines(frame, tiers)),
    ...at("top").map((id) => `  customers -> ${id} [color="#2563eb"]`),
    ...arrows.map(({ from, to, label, change }) => {
      const { line } = COLOURS[change];
      const style = change === "removed" ? " style=dashed" : "";
      return `  ${quote(from)} -> ${quote(to)} [label=<${arrowLabel(label)}> color="${line}" fontcolor="${line}"${style}]`;
    }),
    `  { rank=sink; ${at("bottom").join("; ")} }`,
    "}",
    "",
  ].join("\n");
}

/** Renders a frame around tiers without arrows, in rows of a few each. */
function frameLines(frame: string, tiers: readonly DrawnTier[]): string[] {
  const ids = tiers.filter((tier) => tier.frame === frame).map(({ id }) => quote(id));
  return [
    `  subgraph ${quote(`cluster_${frame}`)} {`,
    `    label=${quote(titleOf(frame))} style="rounded,dashed" color="#94a3b8" fontcolor="#475569" fontsize=12 margin=10`,
    ...ids.slice(IN_A_ROW).map((id, index) => `    ${ids[index]} -> ${id} [style=invis]`),
    ...ids.slice(0, IN_A_ROW).map((id) => `    ${id}`),
    "  }",
  ];
}

/** A label with a white background, legible over lines behind it. */
function arrowLabel(label: string): string {
  return `<table border="0" cellborder="0" cellpadding="1"><tr><td width="6"></td><td bgcolor="white">${escapeXml(label)}</td></tr></table>`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function tierLabel({ title, change, hosts, otherUpstreams }: DrawnTier): string {
  const colours = COLOURS[change];
  const more =
    otherUpstreams.length > 0
      ? [row(small(`connects to ${otherUpstreams.length} others`, colours))]
      : [];
  return table(
    colours,
    [
      row(`<font color="${colours.text}"><b>${escapeXml(title)}</b></font>`),
      ...more,
      row(
        `<table border="0" cellborder="0" cellspacing="6" cellpadding="0"><tr>${hosts.map((host) => `<td>${hostLabel(host)}</td>`).join("")}</tr></table>`,
      ),
    ],
    'cellspacing="0" cellpadding="3"',
  );
}

function hostLabel({ name, size, servers, change }: DrawnHost): string {
  const colours = COLOURS[change];
  return table(
    { ...colours, fill: servers.length > 0 ? colours.fill : "#ffffff" },
    [
      row(`<font color="${colours.text}"><b>${escapeXml(name)}</b></font>`),
      row(small(size, colours)),
      ...servers.map((server) => row(serverLabel(server, colours))),
    ],
    'cellspacing="0" cellpadding="3"',
  );
}

function serverLabel(server: string, colours: Colours): string {
  const { line, text } = colours;
  return `<table border="1" color="${line}" bgcolor="#ffffff" style="rounded" cellborder="0" cellpadding="3"><tr><td><font color="${text}" point-size="11">${escapeXml(server)}</font></td></tr></table>`;
}

function table({ line, fill }: Colours, rows: readonly string[], more: string): string {
  return `<table border="1" color="${line}" bgcolor="${fill}" style="rounded" cellborder="0" ${more}>${rows.join("")}</table>`;
}

function row(cell: string): string {
  return `<tr><td>${cell}</td></tr>`;
}

function small(text: string, { text: colour }: Colours): string {
  return `<font color="${colour}" point-size="10">${escapeXml(text)}</font>`;
}
