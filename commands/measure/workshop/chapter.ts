import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../environment.ts";
import { listStages } from "../../lib/stage-name.ts";

/** A chapter of the workshop: a page of docs/workshop. */
export interface Chapter {
  readonly number: number;
  /** The stage that the chapter deploys: `stage-3`. */
  readonly stage: string;
  /** Its path in the checkout: `docs/workshop/stage-3.md`. */
  readonly file: string;
  readonly title: string;
  /** The commands for participants, in that order. */
  readonly blocks: readonly Block[];
}

/** A block of shell commands that participants type. */
export interface Block {
  readonly command: string;
  /** The line of the page on which it begins, from 1. */
  readonly line: number;
  /** The expected output, line by line, from the comment after the block. */
  readonly expected: readonly string[];
}

/** A drill of a chapter. */
export interface ChapterDrill {
  readonly stage: string;
  readonly fault: string;
}

/** The chapters, one for each stage. */
export function listChapters(): Chapter[] {
  return listStages().map((stage) => {
    const file = join("docs", "workshop", `${stage}.md`);
    return parseChapter(readFileSync(join(root, file), "utf8"), file, stage);
  });
}

/**
 * Parses a page. An HTML comment after each `sh` block contains its expected output. Throws if it
 * is missing.
 */
export function parseChapter(markdown: string, file: string, stage: string): Chapter {
  const [, title] = markdown.match(/^# (.+)$/m) ?? [];
  if (!title) throw new Error(`${file} has no title: begin it with a line "# …"`);
  return {
    number: Number(stage.slice("stage-".length)),
    stage,
    file,
    title,
    blocks: blocksOf(markdown, file),
  };
}

function blocksOf(markdown: string, file: string): Block[] {
  const blocks = /^```sh\n([\s\S]*?)^```\n(?:<!-- expect\n([\s\S]*?)^-->$)?/gm;
  return [...markdown.matchAll(blocks)].map(({ 1: command = "", 2: comment = "", index }) => {
    const line = markdown.slice(0, index).split("\n").length;
    const expected = comment.split("\n").filter((each) => each !== "");
    if (expected.length > 0) return { command: command.trimEnd(), line, expected };
    throw new Error(
      `${file}:${line}: nothing is expected of this block: put "<!-- expect", lines that it prints, and "-->" right behind it`,
    );
  });
}

/** The drills in a chapter's blocks. */
export function drillsOf({ blocks, stage }: Chapter): ChapterDrill[] {
  return blocks.flatMap(({ command }) =>
    [...command.matchAll(/npm run drill -- (.+)$/gm)].flatMap(([, words = ""]) => {
      const fault = words.match(/--fault (\S+)/)?.[1];
      return fault ? [{ stage, fault }] : [];
    }),
  );
}
