import { escapeXml } from "../../lib/escape-xml.ts";
import { COLOURS } from "../draw/colours.ts";
import type { Report, Row, Section } from "./report/section.ts";

const MARKS: Record<Row["change"], string> = {
  added: "+",
  removed: "−",
  replaced: "±",
  changed: "~",
  unchanged: "=",
  danger: "danger",
  caution: "caution",
};

/** Marks have the same colours as the picture. */
const LOOKS = { ...COLOURS, danger: COLOURS.removed, caution: COLOURS.changed };

const STYLE = `
body { font: 16px/1.5 system-ui, Arial, sans-serif; margin: 2rem auto; max-width: 1200px; padding: 0 1rem; color: #1e293b; background: #fff }
h1 { margin: 0 0 .5rem } h2 { margin: 1.5rem 0 .3rem; font-size: 1.1rem } h2 small { color: #64748b; font-weight: normal }
ul { list-style: none; margin: 0; padding: 0 } ul ul { padding-left: 5.5rem; color: #475569 }
b { display: inline-block; min-width: 4.5rem; padding: 0 .4rem; margin-right: .6rem; border-radius: .3rem; text-align: center; font-weight: 600 }
${Object.entries(LOOKS)
  .map(([name, { fill, text }]) => `.${name} { background: ${fill}; color: ${text} }`)
  .join("\n")}
svg { max-width: 100%; height: auto }
`;

/** Renders reports with their pictures as one self-contained file. */
export function renderHtml(all: readonly { report: Report; svg: string }[]): string {
  const title = escapeXml(all.map(({ report }) => report.title).join(", "));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body>
${all.map(renderChapter).join("\n")}
</body>
</html>
`;
}

function renderChapter({ report, svg }: { report: Report; svg: string }): string {
  const { title, verdict, sections } = report;
  return `<h1>${escapeXml(title)}</h1>
<ul>${verdict.map((text) => `<li>${escapeXml(text)}</li>`).join("")}</ul>
<figure>${svg}</figure>
${sections.map(renderSection).join("\n")}`;
}

function renderSection({ title, note, rows }: Section): string {
  const small = note ? ` <small>${escapeXml(note)}</small>` : "";
  return `<section><h2>${escapeXml(title)}${small}</h2><ul>${rows.map(renderRow).join("")}</ul></section>`;
}

function renderRow({ change, text, details = [] }: Row): string {
  const more = details.map((each) => `<li>${escapeXml(each)}</li>`).join("");
  const list = more ? `<ul>${more}</ul>` : "";
  return `<li><b class="${change}">${MARKS[change]}</b>${escapeXml(text)}${list}</li>`;
}
