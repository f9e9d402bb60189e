import { expect, test } from "vitest";
import { parseChanges } from "../../../../commands/measure/promote/deploy.ts";
import { missesOf } from "../../../../commands/measure/promote/goal.ts";
import { renderMarkdown } from "../../../../commands/measure/promote/markdown.ts";
import { type Options, promoteCommand } from "../../../../commands/measure/promote/options.ts";
import { percent, shareWithin } from "../../../../commands/measure/promote/share.ts";
import type { Step } from "../../../../commands/measure/promote/step.ts";
import {
  cellsOf,
  headOf,
  remarksOf,
  renderRow,
} from "../../../../commands/measure/promote/table.ts";
import { asked } from "../../asked.ts";
import { whole } from "../load/whole.ts";

function stepWith(changes: Partial<Step> = {}): Step {
  return {
    from: "stage-1",
    deployed: {
      stage: "stage-2",
      ok: true,
      seconds: 8.04,
      changes: { created: 12, changed: 1, removed: 9 },
      words: "",
    },
    requests: 800,
    failed: 0,
    failures: [],
    longest: 1720,
    shareUnderSecond: 0.9996,
    verdict: whole,
    generator: { lateness: { p99: 2, max: 9 }, cores: 0.1, keptUp: true },
    kinds: [],
    ...changes,
  };
}

const { words } = whole;

const stages = ["stage-1", "stage-2", "stage-3"];

const parse = (...args: string[]) =>
  asked<Options>((work) => promoteCommand(work, stages), ...args);

test("the path goes up through all stages and down again, or as it is asked to", async () => {
  expect((await parse()).path).toEqual([...stages, "stage-2", "stage-1"]);
  expect(await parse("--path", "1,stage-3")).toMatchObject({
    command: "npm run promote -- --path 1,stage-3",
    path: ["stage-1", "stage-3"],
  });
});

test.each([
  [["--path", "1,9"], 'there is no stage "9": there are stage-1, stage-2, stage-3'],
  [["--path", ""], 'there is no stage ""'],
  [["--rate", "-5"], '--rate is "-5"'],
  [["up"], 'too many arguments, got "up"'],
])("fails when asked for %s", async (args, words) => {
  await expect(parse(...args)).rejects.toThrow(words);
});

test("what Terraform has done is read from the deploy's words, images that were built first, too", () => {
  const words = [
    "plan: 1 to create",
    "applied: 1 created",
    "plan: 12 to create, 9 to remove",
    "+ app-1 started",
    "applied: 12 created, 9 removed",
  ];

  expect(parseChanges(words.join("\n"))).toEqual({ created: 13, changed: 0, removed: 9 });
  expect(parseChanges("plan: nothing to change")).toEqual({ created: 0, changed: 0, removed: 0 });
});

test("a step is a row of the table", () => {
  const rows = [headOf(words), cellsOf(stepWith())].map((cells) => renderRow(cells, words));

  expect(rows).toMatchInlineSnapshot(`
    [
      "step   requests  failed  longest wait  under 1 s  orders    lost  doubled  deploy  created  changed  removed  goal",
      "1 → 2       800       0        1.72 s     99.9 %      40       0        0   8.0 s       12        1        9  holds",
    ]
  `);
});

test.each<[string, Partial<Step>, string]>([
  ["a request failed", { failed: 3 }, "3 failed"],
  ["an order was lost", { verdict: { ...whole, isWhole: false } }, "orders lost, doubled or wrong"],
  ["a wait was too long", { longest: 10_001 }, "a wait of 10.00 s"],
  ["too many waited", { shareUnderSecond: 0.9499 }, "94.9 % under 1 s"],
  ["the deploy failed", { deployed: { ...stepWith().deployed, ok: false } }, "the deploy failed"],
])("the goal is missed when %s", (_, changes, words) => {
  expect(missesOf(stepWith())).toEqual([]);
  expect(missesOf(stepWith(changes))).toEqual([words]);
});

test("a share is never rounded up to all", () => {
  const samples = [500, 999, 1000].map((milliseconds) => ({
    kind: "cart" as const,
    plannedAt: 0,
    milliseconds,
  }));

  expect(percent(shareWithin(samples, 1000))).toBe("66.6 %");
  expect(percent(0.99999)).toBe("99.9 %");
  expect(percent(shareWithin([], 1000))).toBe("100.0 %");
});

test("what is wrong is told below the row", () => {
  const missing = { ...whole, lost: ["id-1"], isWhole: false };
  const failures = ["✗ order: 3 × answered 503"];

  expect(remarksOf(stepWith())).toEqual([]);
  expect(remarksOf(stepWith({ failed: 3, failures, verdict: missing }))).toEqual([
    "  ✗ order: 3 × answered 503",
    "  ✗ 1 of 40 acknowledged orders lost: id-1",
  ]);
});

test("the page has the command, the machine and the table", () => {
  const page = renderMarkdown([stepWith()], words, "npm run promote -- --path 1,2", "2 × a CPU");

  expect(page).toContain("`npm run promote -- --path 1,2` on 2 × a CPU, 2");
  expect(page).toContain("| 1 → 2 | 800 | 0 | 1.72 s | 99.9 % | 40 | 0 | 0 | 8.0 s |");
});
