import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listStages } from "../../../../commands/lib/stage-name.ts";
import { appliesTo } from "../../../../commands/measure/drills/fault.ts";
import { loadFaults } from "../../../../commands/measure/drills/load-faults.ts";
import {
  drillsOf,
  listChapters,
  parseChapter,
} from "../../../../commands/measure/workshop/chapter.ts";
import { root } from "../../../../environment.ts";

const faults = await loadFaults();

const page = (...lines: string[]) => parseChapter(lines.join("\n"), "stage-2.md", "stage-2");

test("a chapter is its title and what is typed, with what has to come of it", () => {
  const chapter = page(
    "# Two hosts",
    "```sh",
    "npm run deploy stage-2",
    "docker ps",
    "```",
    "<!-- expect",
    "shop is open",
    "exit 0",
    "-->",
    "```ts",
    "not typed",
    "```",
  );

  expect(chapter).toMatchObject({ number: 2, title: "Two hosts" });
  expect(chapter.blocks).toEqual([
    {
      command: "npm run deploy stage-2\ndocker ps",
      line: 2,
      expected: ["shop is open", "exit 0"],
    },
  ]);
});

test.each([
  ["no comment", ["```sh", "true", "```", "text"]],
  ["an empty one", ["```sh", "true", "```", "<!-- expect", "-->"]],
  ["one that is not right behind it", ["```sh", "true", "```", "", "<!-- expect", "x", "-->"]],
])("fails when a block has %s, with the place and the way out", (_, lines) => {
  expect(() => page("# Title", "", ...lines)).toThrow(
    /^stage-2\.md:3: nothing is expected of this block: put "<!-- expect"/,
  );
});

test("fails when a page has no title", () => {
  expect(() => page("text")).toThrow('stage-2.md has no title: begin it with a line "# …"');
});

describe.each(listChapters())("$file", (chapter) => {
  test("deploys its stage, compares it with the one before, and breaks something of it", () => {
    const commands = chapter.blocks.map(({ command }) => command).join("\n");

    expect(commands).toMatch(
      chapter.number === 1
        ? /npm run deploy stage-1$/m
        : new RegExp(`^npm run compare stage-${chapter.number - 1} ${chapter.stage}$`, "m"),
    );
    expect(drillsOf(chapter)).not.toEqual([]);
    for (const { stage, fault } of drillsOf(chapter)) {
      const found = faults.find(({ name }) => name === fault);
      expect(found && appliesTo(found, stage), `${fault} in ${stage}`).toBe(true);
    }
  });

  test("has a sheet with a column for one's own measurements, and a question whose answer is folded", () => {
    const markdown = readFileSync(join(root, chapter.file), "utf8");

    expect(markdown).toMatch(/^\| measurement \| author .*\| predicted \| yours \|$/m);
    expect(markdown).toMatch(/<details><summary>Question: .+\?<\/summary>\n\n[\s\S]+<\/details>/);
  });
});

test("the page for who teaches names every chapter", () => {
  const markdown = readFileSync(join(root, "docs/workshop/README.md"), "utf8");

  const named = listChapters().filter(({ number, title, stage }) =>
    markdown.includes(`| [${number} ${title}](${stage}.md) |`),
  );
  expect(named.map(({ stage }) => stage)).toEqual(listStages());
});
