import { bold, dim, green, red, yellow } from "../../lib/paint.ts";
import type { Report, Row } from "./report/section.ts";

const WIDTH = 80;

type Mark = readonly [sign: string, paint: (text: string) => string];

const MARKS: Record<Row["change"], Mark> = {
  added: ["+", green],
  removed: ["−", red],
  replaced: ["±", yellow],
  changed: ["~", yellow],
  unchanged: ["=", dim],
  danger: ["▲ danger:", red],
  caution: ["• caution:", yellow],
};

/** Renders a report for a terminal, in lines of at most 80 columns. */
export function renderText({ title, verdict, sections }: Report): string {
  const blocks = sections.map(({ title, note, rows }) =>
    [`${bold(title)}${note ? dim(`  (${note})`) : ""}`, ...rows.flatMap(lines)].join("\n"),
  );
  const head = wrap(title, 0, 2).map(bold);
  return [[...head, ...verdict.flatMap((text) => wrap(text, 2))].join("\n"), ...blocks].join(
    "\n\n",
  );
}

function lines({ change, text, details = [] }: Row): string[] {
  const [sign, paint] = MARKS[change];
  return [
    ...wrap(`${sign} ${text}`, 2, 4).map(paint),
    ...details.flatMap((detail) => wrap(detail, 6, 8)),
  ];
}

/** Wraps a text; a word that is longer than a line is not broken. */
function wrap(text: string, indent: number, hanging = indent): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const word of text.split(" ")) {
    const isFirst = line.trim() === "";
    const longer = isFirst ? line + word : `${line} ${word}`;
    if (!isFirst && longer.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(hanging) + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
