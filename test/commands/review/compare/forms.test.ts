import { describe, expect, test } from "vitest";
import { renderHtml } from "../../../../commands/review/compare/html.ts";
import { renderJson } from "../../../../commands/review/compare/json.ts";
import { MAX_LENGTH, renderMarkdown } from "../../../../commands/review/compare/markdown.ts";
import { reportOf } from "../../../../commands/review/compare/report.ts";
import { renderText } from "../../../../commands/review/compare/text.ts";
import { drawComparison } from "../../../../commands/review/draw/drawing.ts";
import { renderSvg } from "../../../../commands/review/draw/svg.ts";
import { stages } from "../../../synthesize.ts";
import { comparisonOf } from "./stages.ts";

const numbers = stages.map((_, index) => index + 1);
const pairs = numbers.flatMap((one) => numbers.map((other) => [one, other] as const));
const different = pairs.filter(([one, other]) => one !== other);

const illustrated = (one: number, other: number) => {
  const comparison = comparisonOf(one, other);
  return { report: reportOf(comparison), drawing: drawComparison(comparison) };
};

describe("a comparison as text", () => {
  test.each(pairs)("fits 80 columns: stage-%i to stage-%i", (one, other) => {
    const lines = renderText(reportOf(comparisonOf(one, other))).split("\n");

    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test("shows what a reviewer needs", () => {
    expect(renderText(reportOf(comparisonOf(4, 5)))).toMatchInlineSnapshot(`
      "stage-4 → stage-5
        servers with data replaced: none
        volumes lost: none
        outage expected: none
        risks: 0 dangers, 0 cautions

      Servers  (14 unchanged)
        ± app-1, app-2 replaced
            start order changed (depends_on)
            environment +CACHE_URL
            network +cache
        + cache added
            0.5 CPU, 128 MiB

      Volumes  (7 kept)

      Networks  (8 unchanged)
        + cache added

      Images  (7 unchanged)
        + valkey added

      Variables, provider and backend  (8 unchanged)
        + cache-password added

      Allowed connections
        + app-1, app-2 → cache:6379

      Published ports
        = public-address on all addresses, port 8080

      Single points of failure
        = payment-provider, on the path to payment-provider
        = public-address, on the path to database, etcd, payment-provider

      Bill (CPU and memory limits)
        ~ hosts 16 → 17
        ~ servers 16 → 17
        ~ CPU 8.8 → 9.3 cores
        ~ memory 3456 → 3584 MiB"
    `);
  });

  test("shows removals first", () => {
    const text = renderText(reportOf(comparisonOf(6, 5)));

    expect(text).toMatch(/volumes lost: queue-1, queue-2, queue-3\n/);
    expect(text).toMatch(/Servers.*\n {2}− queue-1, queue-2, queue-3 removed/);
    expect(text).toContain(
      "▲ danger: queue-1, queue-2, queue-3: its volume is removed: its data is lost",
    );
  });
});

describe("a comparison as Markdown", () => {
  test.each(different)("fits a comment, with the picture: stage-%i to stage-%i", (one, other) => {
    const text = renderMarkdown([illustrated(one, other)]);

    expect(text.length).toBeLessThanOrEqual(MAX_LENGTH);
    expect(text).toContain("```mermaid\nflowchart TB");
  });

  test("collapses no removal", () => {
    const text = renderMarkdown([illustrated(8, 1)]);
    const shown = text.replace(/<details>.*?<\/details>/gs, "");

    const { lines } = comparisonOf(8, 1);
    for (const { name, change } of lines) {
      if (change === "removed") expect(shown).toContain(name);
    }
  });

  test("leaves out pictures if it would be too long", () => {
    const text = renderMarkdown(Array(12).fill(illustrated(7, 8)));

    expect(text.length).toBeLessThanOrEqual(MAX_LENGTH);
    expect(text).not.toContain("mermaid");
    expect(text.match(/### stage-7 → stage-8/g)).toHaveLength(12);
  });

  test("is reduced to removals and risks if it would be too long, and says when it is truncated", () => {
    const one = illustrated(1, 8);
    const long = renderMarkdown(Array(10).fill(one));
    const endless = renderMarkdown(Array(20).fill(one));

    expect(long.length).toBeLessThanOrEqual(MAX_LENGTH);
    expect(long).toContain("🔴 **−** host removed");
    expect(long).toContain("this lists removals, replacements and risks only.");
    expect(endless.length).toBeLessThanOrEqual(MAX_LENGTH);
    expect(endless).toMatch(/The rest is too long for a comment: `npm run compare` prints it.\n$/);
  });
});

describe("a comparison as HTML", () => {
  test("is one self-contained file", async () => {
    const { report, drawing } = illustrated(3, 4);

    const html = renderHtml([{ report, svg: await renderSvg(drawing) }]);

    expect(html).toContain("<svg");
    expect(html).not.toMatch(/(src|href)=|url\(|@import/);
  });
});

describe("a comparison as JSON", () => {
  test("has all lines, and no value of an environment variable", () => {
    const json = renderJson([comparisonOf(4, 5)]);

    expect(JSON.parse(json).lines).toHaveLength(comparisonOf(4, 5).lines.length);
    expect(json).not.toContain("redis://");
  });
});
