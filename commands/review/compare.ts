import { existsSync } from "node:fs";
import { join } from "node:path";
import { readEnvironment } from "../../environment.ts";
import { live } from "../lib/progress.ts";
import { noteEngine } from "../lib/setup/engine.ts";
import { withRevision } from "../lib/stack/revision.ts";
import { readRunning } from "../lib/stack/running.ts";
import { readStack, type Stack } from "../lib/stack/stack.ts";
import { synthesizedStage, synthesizedStages } from "../lib/stack/synthesized.ts";
import { writeFile } from "../lib/write-file.ts";
import { type Comparison, compare, isSame } from "./compare/comparison.ts";
import { renderHtml } from "./compare/html.ts";
import { renderJson } from "./compare/json.ts";
import { renderMarkdown } from "./compare/markdown.ts";
import { compareCommand, type Format, type Options } from "./compare/options.ts";
import { planOf } from "./compare/plan.ts";
import type { Plan } from "./compare/plan-section.ts";
import { reportOf } from "./compare/report.ts";
import { renderText } from "./compare/text.ts";
import { drawComparison } from "./draw/drawing.ts";

/** `npm run compare stage-3 stage-4`: reviews a change of the architecture; needs no engine. */
export const command = compareCommand(async (options) => {
  live.stream = process.stderr;
  const comparisons = await comparisonsOf(options);
  const plan =
    options.sides.of === "running" && options.plan
      ? await planOf(readEnvironment(), options.sides.stage)
      : undefined;
  const text = await render(comparisons, options.format, plan);
  if (options.output) writeFile(options.output, text);
  else console.log(text.trimEnd());
});

async function comparisonsOf({ sides }: Options): Promise<Comparison[]> {
  if (sides.of === "stages") {
    const before = await synthesizedStage(sides.before);
    return [compare(before, await synthesizedStage(sides.after))];
  }
  if (sides.of === "running") {
    await noteEngine();
    const after = await synthesizedStage(sides.stage);
    return [compare(readRunning(readEnvironment(), after), after)];
  }
  return withRevision(sides.base, async (folder, commit) => {
    const stacks = await synthesizedStages(folder);
    const short = commit.slice(0, 7);
    const base = commit.startsWith(sides.base) ? short : `${sides.base} (${short})`;
    const name = (stage: string) => `${stage} of ${base}`;
    const own = await synthesizedStages();
    return sides.stages.map((stage) => {
      const isOld = existsSync(join(stacks, stage));
      const before = isOld ? readStack(join(stacks, stage), name(stage)) : nothing(name(stage));
      return compare(before, readStack(join(own, stage), `${stage} of this checkout`));
    });
  });
}

/** The stack of a stage that does not exist in the base revision. */
function nothing(name: string): Stack {
  return { name, resources: new Map(), settings: new Map(), moves: new Map() };
}

async function render(
  comparisons: readonly Comparison[],
  format: Format,
  plan?: Plan,
): Promise<string> {
  const all = comparisons.map((comparison) => ({
    comparison,
    report: reportOf(comparison, plan),
    drawing: isSame(comparison) ? undefined : drawComparison(comparison),
  }));
  if (format === "text") return all.map(({ report }) => renderText(report)).join("\n\n\n");
  if (format === "json") return renderJson(comparisons, plan);
  if (format === "markdown") return renderMarkdown(all);
  const { renderSvg } = await import("./draw/svg.ts");
  const chapters = all.map(async ({ report, drawing }) => ({
    report,
    svg: drawing ? await renderSvg(drawing) : "",
  }));
  return renderHtml(await Promise.all(chapters));
}
