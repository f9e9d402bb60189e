import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentStages } from "../../../commands/stages/document.ts";
import { root } from "../../../environment.ts";
import { stages } from "../../synthesize.ts";
import { stackOf } from "../compare/stages.ts";

test("docs/stages.md and its pictures are as the stages are: else run npm run stages", async () => {
  const sources = stages.map((_, index) => ({
    stack: stackOf(index + 1),
    code: readFileSync(join(root, `stacks/stage-${index + 1}.ts`), "utf8"),
  }));

  const files = await documentStages(sources);

  for (const [path, content] of files) {
    expect(readFileSync(join(root, "docs", path), "utf8"), path).toBe(content);
  }
  const pictures = readdirSync(join(root, "docs/stages")).map((file) => `stages/${file}`);
  expect([...pictures, "stages.md"].sort()).toEqual([...files.keys()].sort());
});
