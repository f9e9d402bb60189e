import { readArchitecture } from "../../lib/stack/container.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import { billOf } from "../compare/bill.ts";
import { compare } from "../compare/comparison.ts";
import { renderSections } from "../compare/markdown.ts";
import { reportOf } from "../compare/report.ts";
import { type Drawing, drawComparison, drawStage } from "../draw/drawing.ts";

/** A stage, and the file that says it. */
export interface StageSource {
  readonly stack: Stack;
  readonly code: string;
}

/** The page of the stages, and what its pictures show by their paths beneath `docs`. */
export interface StagesDocument {
  readonly page: string;
  readonly pictures: ReadonlyMap<string, Drawing>;
}

export function documentStages(sources: readonly StageSource[]): StagesDocument {
  const pictures = new Map<string, Drawing>();
  const chapters: string[] = [];
  for (const [index, source] of sources.entries()) {
    const before = sources[index - 1];
    pictures.set(pictureOf(source), drawStage(readArchitecture(source.stack)));
    if (before) {
      const comparison = compare(before.stack, source.stack);
      pictures.set(changeOf(source), drawComparison(comparison));
    }
    chapters.push(chapter(source, before));
  }
  return { page: [intro(sources), ...chapters].join("\n"), pictures };
}

function pictureOf({ stack }: StageSource): string {
  return `stages/${stack.name}.svg`;
}

function changeOf({ stack }: StageSource): string {
  return `stages/${stack.name}-change.svg`;
}

function intro(sources: readonly StageSource[]): string {
  const rows = sources.map((source) => {
    const { name } = source.stack;
    const { machines, servers, cpus, memoryMiB } = billOf(source.stack);
    return `| [${name}](#${name}) | ${lessonOf(source)} | ${machines} | ${servers} | ${cpus} | ${memoryMiB} |`;
  });
  return [
    "# The stages",
    "",
    "Each stage as a picture, as its file, and as what changes from the one before. Made by",
    "`npm run stages` from what is synthesized; green comes, red goes, amber is changed.",
    "",
    "| stage | why | hosts | servers | CPU (cores) | memory (MiB) |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** What the docstring of the stage's class says after its number. */
function lessonOf({ code, stack }: StageSource): string {
  const said = code.match(/\/\*\* Stage \d+: (.*?) \*\//s)?.[1];
  if (!said) throw new Error(`the file of ${stack.name} has no docstring that begins "Stage n: "`);
  const sentence = said.replace(/\s+/g, " ");
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function chapter(source: StageSource, before: StageSource | undefined): string {
  const { stack, code } = source;
  const { cpus, memoryMiB, machines } = billOf(stack);
  const body = code.slice(code.indexOf("/** Stage")).trimEnd();
  return [
    `## ${stack.name}`,
    "",
    lessonOf(source),
    "",
    `![The hosts of ${stack.name} and who asks whom](${pictureOf(source)})`,
    "",
    `Bill: ${machines} hosts, ${cpus} cores, ${memoryMiB} MiB. Its file, [stacks/${stack.name}.ts](../stacks/${stack.name}.ts):`,
    "",
    "```ts",
    body,
    "```",
    "",
    ...(before ? change(source, before) : []),
  ].join("\n");
}

function change(source: StageSource, before: StageSource): string[] {
  const report = reportOf(compare(before.stack, source.stack));
  return [
    `### From ${before.stack.name}`,
    "",
    `![What changes from ${before.stack.name} to ${source.stack.name}](${changeOf(source)})`,
    "",
    ...report.verdict.map((text) => `- ${text}`),
    "",
    "<details><summary>all that changes</summary>",
    ...renderSections(report),
    "",
    "</details>",
    "",
  ];
}
