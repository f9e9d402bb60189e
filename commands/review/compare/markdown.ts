import type { Drawing } from "../draw/drawing.ts";
import { renderMermaid } from "../draw/mermaid.ts";
import type { Report, Row, Section } from "./report/section.ts";

/** What a comment on a pull request may be long; GitHub refuses 65,536 characters. */
export const LONGEST = 60_000;

const MARKS: Record<Row["change"], string> = {
  added: "🟢 **+**",
  removed: "🔴 **−**",
  replaced: "🟠 **±**",
  changed: "🟠 **~**",
  unchanged: "⚪",
  danger: "🔴 **danger**",
  caution: "🟠 caution",
};

/** A report and its picture. */
export interface Illustrated {
  readonly report: Report;
  /** Left out where nothing changes. */
  readonly drawing?: Drawing;
}

/** What is told of a change: all of it, or as much of it as a comment may hold. */
interface Form {
  readonly pictures: boolean;
  readonly tells: (change: Row["change"]) => boolean;
  /** What is said of the rest, in the end. */
  readonly note?: string;
}

const GRAVE: readonly Row["change"][] = ["removed", "replaced", "danger", "caution"];

const FORMS: readonly Form[] = [
  { pictures: true, tells: () => true },
  { pictures: false, tells: () => true },
  { pictures: false, tells: (change) => change !== "unchanged" },
  {
    pictures: false,
    tells: (change) => GRAVE.includes(change),
    note: "All of it is too long for a comment: here is what goes and what is a risk.",
  },
];

const CUT = "The rest is too long for a comment: `npm run compare` tells it.";

/**
 * Reports for a comment on a pull request. What goes, and every risk, is never folded away. Where all
 * would be too long, the pictures are left out, then what is unchanged, then what neither goes nor is a
 * risk; where even that is too long, it says that it is cut.
 */
export function renderMarkdown(all: readonly Illustrated[]): string {
  const texts = FORMS.map((form) => {
    const chapters = all.map((each) => chapter(each, form));
    return [...chapters, ...(form.note ? [form.note] : [])].join("\n").trimEnd();
  });
  return `${texts.find((text) => text.length <= LONGEST) ?? cut(texts.at(-1) ?? "")}\n`;
}

/** As many lines as there is room for. */
function cut(text: string): string {
  const whole = text.slice(0, LONGEST - CUT.length - 2);
  return `${whole.slice(0, whole.lastIndexOf("\n"))}\n\n${CUT}`;
}

function chapter({ report, drawing }: Illustrated, { pictures, tells }: Form): string {
  const picture =
    drawing && pictures ? ["", "```mermaid", renderMermaid(drawing).trimEnd(), "```"] : [];
  return [
    `### ${report.title}`,
    "",
    ...report.verdict.map((text) => `- ${text}`),
    ...picture,
    ...renderSections(report, tells),
    "",
  ].join("\n");
}

/** The sections alone, as lines. */
export function renderSections({ sections }: Report, tells: Form["tells"] = () => true): string[] {
  return sections.flatMap(({ rows, ...section }) => {
    const told = rows.filter(({ change }) => tells(change));
    return told.length > 0 || rows.length === 0 ? renderSection({ ...section, rows: told }) : [];
  });
}

function renderSection({ title, note, rows }: Section): string[] {
  const shown = rows.filter(({ change }) => change !== "unchanged");
  const same = rows.filter(({ change }) => change === "unchanged");
  const folded = [
    "<details><summary>unchanged</summary>",
    "",
    ...same.flatMap(lines),
    "",
    "</details>",
  ];
  return [
    "",
    `#### ${title}${note ? ` (${note})` : ""}`,
    ...(shown.length > 0 ? ["", ...shown.flatMap(lines)] : []),
    ...(same.length > 0 ? ["", ...folded] : []),
  ];
}

function lines({ change, text, details = [] }: Row): string[] {
  return [`- ${MARKS[change]} ${plain(text)}`, ...details.map((each) => `  - ${plain(each)}`)];
}

/** Names in a stage are no Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>|#@]/g, (sign) => `\\${sign}`);
}
