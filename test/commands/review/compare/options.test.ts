import { describe, expect, test } from "vitest";
import { compareCommand, type Options } from "../../../../commands/review/compare/options.ts";
import { asked } from "../../asked.ts";

const stages = ["stage-1", "stage-2", "stage-10"];
const parse = (...args: string[]) =>
  asked<Options>((work) => compareCommand(work, stages), ...args);

describe("what compare is asked for", () => {
  test.each([
    [["stage-1", "2"], { of: "stages", before: "stage-1", after: "stage-2" }],
    [["--base", "main", "10"], { of: "revisions", base: "main", stages: ["stage-10"] }],
    [["--base", "HEAD~1"], { of: "revisions", base: "HEAD~1", stages }],
    [["--running", "stage-2"], { of: "running", stage: "stage-2" }],
  ])("%j", async (args, sides) => {
    expect(await parse(...args)).toEqual({ sides, plan: false, format: "text", output: undefined });
  });

  test("may be another form, a file, and Terraform's plan", async () => {
    const options = await parse(
      "--running",
      "2",
      "--plan",
      "--format",
      "json",
      "--output",
      "a.json",
    );

    expect(options).toMatchObject({ plan: true, format: "json", output: "a.json" });
  });

  test("is written in the form that the file's ending stands for", async () => {
    expect(await parse("1", "2", "--output", "a.html")).toMatchObject({ format: "html" });
    expect(await parse("1", "2", "--output", "a.MD")).toMatchObject({ format: "markdown" });
    expect(await parse("1", "2", "--output", "a")).toMatchObject({ format: "text" });
  });

  test.each([
    [
      ["1", "2", "--output", "a.png"],
      '--output is "a.png", and no format has the ending .png: use one of .txt, .md, .json, .html, or',
    ],
    [["1", "2", "--output", "docs"], '--output is "docs": it is a folder, name a file in it'],
    [[], "two stages are compared, got 0: npm run compare stage-3 stage-4"],
    [["1", "2", "10"], "two stages are compared, got 3"],
    [["1", "9"], 'there is no stage "9": there are stage-1, stage-2, stage-10'],
    [["1", "2", "--format", "pdf"], '--format is "pdf": use one of text, markdown, json, html'],
    [["1", "2", "--plan"], "Terraform plans from what runs: --plan goes with --running"],
    [["--base", "main", "--running", "1"], "option --running cannot be used with option --base"],
    [["--base", "main", "1", "2"], "--base takes one stage, or none for all of them"],
    [["--running"], "--running takes one stage, got 0"],
    [["--fast"], "unknown option --fast"],
  ])("fails when it makes no sense: %j", async (args, message) => {
    await expect(parse(...args)).rejects.toThrow(message);
  });
});
