import type { Drawing } from "../draw/drawing.ts";
import { renderMermaid } from "../draw/mermaid.ts";
import type { Report, Row, Section } from "./report/section.ts";

/** The maximum length of a comment on a pull request; GitHub's limit is 65,536 characters. */
export const MAX_LENGTH = 60_000;

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
  /** Left out if nothing changes. */
  readonly drawing?: Drawing;
}

/** How much of a report is rendered. */
interface Form {
  readonly pictures: boolean;
  readonly includes: (change: Row["change"]) => boolean;
  /** A remark at the end about what is left out. */
  readonly note?: string;
}

const GRAVE: readonly Row["change"][] = ["removed", "replaced", "danger", "caution"];

const FORMS: readonly Form[] = [
  { pictures: true, includes: () => true },
  { pictures: false, includes: () => true },
  { pictures: false, includes: (change) => change !== "unchanged" },
  {
    pictures: false,
    includes: (change) => GRAVE.includes(change),
    note: "The full report is too long for a comment: this lists removals, replacements and risks only.",
  },
];

const CUT = "The rest is too long for a comment: `npm run compare` prints it.";

/**
 * Renders reports for a comment on a pull request. Removals and risks are never collapsed. If the
 * text is too long, it leaves out the pictures, then unchanged rows, then all but removals,
 * replacements and risks; if that is still too long, it is truncated with a note.
 */
export function renderMarkdown(all: readonly Illustrated[]): string {
  const texts = FORMS.map((form) => {
    const chapters = all.map((each) => chapter(each, form));
    return [...chapters, ...(form.note ? [form.note] : [])].join("\n").trimEnd();
  });
  return `${texts.find((text) => text.length < MAX_LENGTH) ?? truncate(texts.at(-1) ?? "")}\n`;
}

/** Keeps as many lines as fit. */
function truncate(text: string): string {
  const whole = text.slice(0, MAX_LENGTH - CUT.length - 2);
  return `${whole.slice(0, whole.lastIndexOf("\n"))}\n\n${CUT}`;
}

function chapter({ report, drawing }: Illustrated, { pictures, includes }: Form): string {
  const picture =
    drawing && pictures ? ["", "```mermaid", renderMermaid(drawing).trimEnd(), "```"] : [];
  return [
    `### ${report.title}`,
    "",
    ...report.verdict.map((text) => `- ${text}`),
    ...picture,
    ...renderSections(report, includes),
    "",
  ].join("\n");
}

/** Renders the sections as lines. */
export function renderSections(
  { sections }: Report,
  includes: Form["includes"] = () => true,
): string[] {
  return sections.flatMap(({ rows, ...section }) => {
    const included = rows.filter(({ change }) => includes(change));
    return included.length > 0 || rows.length === 0
      ? renderSection({ ...section, rows: included })
      : [];
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
  return [
    `- ${MARKS[change]} ${escapeMarkdown(text)}`,
    ...details.map((each) => `  - ${escapeMarkdown(each)}`),
  ];
}

/** Escapes Markdown in names. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_<>|#@]/g, (sign) => `\\${sign}`);
}
