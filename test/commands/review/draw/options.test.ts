import { expect, test } from "vitest";
import { drawCommand, type Options } from "../../../../commands/review/draw/options.ts";
import { asked } from "../../asked.ts";

const parse = (...args: string[]) => asked<Options>(drawCommand, ...args);

test.each([
  [[], "mermaid"],
  [["--output", "a.svg"], "svg"],
  [["--output", "a.mmd"], "mermaid"],
  [["--output", "a"], "mermaid"],
  [["--output", "a.png", "--format", "svg"], "svg"],
])(
  "a stage is drawn in the format that is named, or that the file ends in: %j",
  async (args, format) => {
    expect(await parse("stage-1", ...args)).toMatchObject({ format });
  },
);

test("fails when the file's ending stands for no format", async () => {
  await expect(parse("stage-1", "--output", "a.png")).rejects.toThrow(
    '--output is "a.png", and no format has the ending .png: use one of .svg, .mmd',
  );
});
