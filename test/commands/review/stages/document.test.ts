import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Drawing } from "../../../../commands/review/draw/drawing.ts";
import { documentStages } from "../../../../commands/review/stages/document.ts";
import { root } from "../../../../environment.ts";
import { titleOf } from "../../../../observability/src/page/names.ts";
import { stages } from "../../../synthesize.ts";
import { stackOf } from "../compare/stages.ts";

const docs = join(root, "docs");
const sources = stages.map((_, index) => ({
  stack: stackOf(index + 1),
  code: readFileSync(join(root, `stacks/stage-${index + 1}.ts`), "utf8"),
}));

// if these fail: npm run stages
describe("the output of npm run stages", () => {
  const { page, pictures } = documentStages(sources);

  test("docs/stages.md is up to date", () => {
    expect(page).toBe(readFileSync(join(docs, "stages.md"), "utf8"));
  });

  test("there is one picture for each stage and each change, and no other", () => {
    const files = readdirSync(join(docs, "stages")).map((file) => `stages/${file}`);

    expect(files.sort()).toEqual([...pictures.keys()].sort());
  });

  // the layout is up to the drawing library
  test.each([...pictures])("docs/%s shows the tiers, hosts and arrows", (path, drawing) => {
    const svg = readFileSync(join(docs, path), "utf8");

    expect(svg).toContain(`aria-label="${drawing.title.replace(">", "&gt;")}"`);
    expect(shapesIn(svg)).toEqual(shapesOf(drawing));
    expect(textsIn(svg)).toEqual(textsOf(drawing));
  });
});

/** The nodes and edges of a picture: `web/web`, `web/web->app/app`. */
function shapesIn(svg: string): string[] {
  return contentsOf("title", svg);
}

function textsIn(svg: string): string[] {
  return contentsOf("text", svg);
}

function contentsOf(element: string, svg: string): string[] {
  const found = svg.matchAll(new RegExp(`<${element}[^>]*>([^<]*)</${element}>`, "g"));
  return [...found].map(([, text = ""]) => unescapeXml(text)).sort();
}

function unescapeXml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
}

function shapesOf({ tiers, arrows }: Drawing): string[] {
  const tops = tiers.filter(({ place, frame }) => place === "top" && !frame);
  return [
    "customers",
    ...framesOf(tiers).map((frame) => `cluster_${frame}`),
    ...tiers.map(({ id }) => id),
    ...tops.map(({ id }) => `customers->${id}`),
    ...arrows.map(({ from, to }) => `${from}->${to}`),
  ].sort();
}

function textsOf({ tiers, arrows }: Drawing): string[] {
  return [
    "Customers",
    ...framesOf(tiers).map(titleOf),
    ...tiers.flatMap(({ title, otherUpstreams, hosts }) => [
      title,
      ...(otherUpstreams.length > 0 ? [`connects to ${otherUpstreams.length} others`] : []),
      ...hosts.flatMap(({ name, size, servers }) => [name, size, ...servers]),
    ]),
    ...arrows.map(({ label }) => label),
  ].sort();
}

function framesOf(tiers: Drawing["tiers"]): string[] {
  return [...new Set(tiers.flatMap(({ frame }) => frame ?? []))];
}
