import { expect, test } from "vitest";
import type { Architecture } from "../../../../architecture/model.ts";
import { loadFaults } from "../../../../commands/measure/drills/load-faults.ts";
import { parseChapter } from "../../../../commands/measure/workshop/chapter.ts";
import { type Evidence, tasksOf } from "../../../../commands/measure/workshop/tasks.ts";

const faults = await loadFaults();

const chapter = parseChapter(
  "# Title\n```sh\nnpm run drill -- --stage 1 --fault kill-machine\n```\n<!-- expect\nheld\n-->\n",
  "docs/workshop/stage-1.md",
  "stage-1",
);

/** A host with two servers, and one with one. */
const expected = {
  stage: "stage-1",
  machines: [
    { name: "host", servers: [{ name: "app-1" }, { name: "web-1" }] },
    { name: "public-address", servers: [{ name: "public-address" }] },
  ],
  connections: [],
} as unknown as Architecture;

const whole: Evidence = {
  expected,
  servers: ["app-1", "host", "public-address", "web-1"],
  unhealthy: [],
  drills: [{ stage: "stage-1", fault: "kill-machine", error: "x", date: "", machine: "" }],
};

const look = (evidence: Partial<Evidence>) =>
  tasksOf(chapter, faults, { ...whole, ...evidence }).map(({ what, isDone, hint }) => ({
    what,
    isDone,
    hint: isDone ? "" : hint,
  }));

test("all is done if the stage runs and is healthy, and its drill was made", () => {
  expect(look({}).map(({ what, isDone }) => [what, isDone])).toEqual([
    ["stage-1 runs", true],
    ["all 3 servers are healthy", true],
    ["you saw what happens when the one machine is lost, with all of its servers", true],
  ]);
});

test("where another stage runs, the hint says what differs and where to read", () => {
  expect(look({ servers: ["app-1", "app-2", "public-address"] })[0]).toEqual({
    what: "stage-1 runs",
    isDone: false,
    hint: 'web-1 is missing, app-2 is not part of it; "The step" in docs/workshop/stage-1.md turns what runs into stage-1',
  });
});

test("what is still broken is named", () => {
  expect(look({ unhealthy: ["app-1 (Exited (137))"] })[1]).toMatchObject({
    isDone: false,
    hint: expect.stringContaining("not yet: app-1 (Exited (137))"),
  });
});

test("a drill of another stage does not count, and no hint is the command", () => {
  const other = { stage: "stage-2", fault: "kill-machine", error: "x", date: "", machine: "" };

  const [, , drill] = look({ drills: [other] });

  expect(drill).toMatchObject({ isDone: false, hint: expect.stringContaining('"Break it"') });
  for (const { hint } of look({ servers: [], drills: [] })) expect(hint).not.toMatch(/npm run/);
});
