import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../environment.ts";

const tracked = execFileSync("git", ["ls-files", "-z", "--", "*.md"], { cwd: root });
const documents = `${tracked}`
  .split("\0")
  .filter((file) => file !== "" && !file.includes("__files__") && existsSync(join(root, file)));

test.each(documents)("every link of %s leads to something that exists", (file) => {
  expect(linksOf(read(file)).filter((link) => !leadsSomewhere(file, link))).toEqual([]);
});

test("README.md has fewer than 200 lines", () => {
  expect(read("README.md").trimEnd().split("\n").length).toBeLessThan(200);
});

test("links are those of texts and pictures, within this checkout", () => {
  const markdown = [
    "[a](a.md) ![b](b.svg) [c](#c) [d](d.md#e 'title') [`f`](f.ts), [`g`](g.ts)",
    "<https://example.org> [web](https://example.org) [mail](mailto:a@example.org) `[code](x)`",
    "```sh",
    "[block](y)",
    "```",
    "[reference]: h.md",
  ];

  expect(linksOf(markdown.join("\n"))).toEqual([
    "a.md",
    "b.svg",
    "#c",
    "d.md#e",
    "f.ts",
    "g.ts",
    "h.md",
  ]);
});

test.each(["#stage-1", "../README.md#two-commands", "stages", "../docs/adr/"])(
  "a link of docs/stages.md to %s leads somewhere",
  (link) => {
    expect(leadsSomewhere("docs/stages.md", link)).toBe(true);
  },
);

test.each(["#stage-0", "../README.md#three-commands", "nothing.md", "stages#stage-1"])(
  "fails when a link of docs/stages.md is %s",
  (link) => {
    expect(leadsSomewhere("docs/stages.md", link)).toBe(false);
  },
);

test("a heading's anchor is GitHub's", () => {
  const markdown = "# `Add` a …, or *two*\n## Same\n## Same\n```sh\n# no heading\n```\n";

  expect(anchorsOf(markdown)).toEqual(["add-a--or-two", "same", "same-1"]);
});

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** The targets of a page's links and pictures, without URLs. */
function linksOf(markdown: string): string[] {
  const text = withoutBlocks(markdown).replace(/(`+)[^\n]*?\1/g, "code");
  const targets = text.matchAll(/\]\(<?([^\s)>]+)[^)]*\)|^\[[^\]]+\]: +<?([^\s>]+)/gm);
  return [...targets]
    .map(([, inline, reference]) => inline ?? reference ?? "")
    .filter((target) => !/^[a-z]+:/i.test(target));
}

/** Whether a link's file or folder exists, and that page has the heading of its anchor. */
function leadsSomewhere(file: string, link: string): boolean {
  const [path = "", anchor] = link.split("#").map(decodeURIComponent);
  const target = path === "" ? file : join(dirname(file), path);
  if (!existsSync(join(root, target))) return false;
  if (anchor === undefined) return true;
  return statSync(join(root, target)).isFile() && anchorsOf(read(target)).includes(anchor);
}

/** The anchors of a page's headings; equal ones are numbered. */
function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutBlocks(markdown).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = ""]) => {
    const text = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = text.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^ *\2[`~]* *$/gm, "");
}
