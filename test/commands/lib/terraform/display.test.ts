import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Display } from "../../../../commands/lib/terraform/display.ts";
import { parseEvent } from "../../../../commands/lib/terraform/events.ts";

function read(sample: string): { display: Display; lines: string[] } {
  const display = new Display((address) => address.startsWith("docker_container.app-"));
  const lines = readFileSync(new URL(`samples/${sample}.jsonl`, import.meta.url), "utf8")
    .split("\n")
    .map(parseEvent)
    .map((event) => event && display.lineFor(event))
    .filter((line) => line !== undefined);
  return { display, lines };
}

test("an apply prints one line for each completed resource", () => {
  expect(read("apply").lines).toMatchInlineSnapshot(`
    [
      "plan: 5 to create",
      "+ volume db created",
      "+ public-address started after 0.3 s",
      "+ network app created after 2.1 s",
      "+ app-2 started, healthy after 2.6 s",
      "+ app-1 started, healthy after 2.7 s",
      "applied: 5 created",
    ]
  `);
});

test("a deploy of another stage prints what is changed and removed", () => {
  expect(read("move").lines).toMatchInlineSnapshot(`
    [
      "plan: 1 to change, 1 to remove",
      "~ public-address changed",
      "- app-2 stopped and removed after 0.3 s",
      "applied: 1 changed, 1 removed",
    ]
  `);
});

test("a failure prints the resource and the provider's error, once", () => {
  const { display, lines } = read("failed");

  expect(lines).toMatchInlineSnapshot(`
    [
      "plan: 1 to create, 1 to change",
      "~ public-address changed",
      "✗ docker_container.app-2: container failed to be in healthy state",
    ]
  `);
  expect(display.errors).toHaveLength(1);
});

test("a run without changes says so", () => {
  const { display, lines } = read("unchanged");

  expect(lines).toEqual(["plan: nothing to change"]);
  expect(display.errors).toEqual([]);
});

test("the progress shows each running operation with its time", () => {
  const display = new Display(() => true);
  expect(display.inProgress(0)).toBe("planning");

  const events = [
    { type: "change_summary", changes: { add: 1, change: 0, remove: 0, operation: "plan" } },
    {
      type: "apply_start",
      "@timestamp": "2026-01-01T10:00:00Z",
      hook: {
        action: "create",
        resource: {
          addr: "docker_container.app-1",
          resource_type: "docker_container",
          resource_name: "app-1",
        },
      },
    },
  ];
  for (const event of events) display.lineFor({ "@message": "", "@timestamp": "", ...event });

  expect(display.inProgress(Date.parse("2026-01-01T10:00:02.4Z"))).toBe("app-1 2.4 s");
});

test("lines that are no events are ignored", () => {
  expect(parseEvent("panic: not JSON")).toBeUndefined();
  expect(parseEvent("null")).toBeUndefined();
});
