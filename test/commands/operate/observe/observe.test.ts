import { expect, test } from "vitest";
import { runCommand } from "../../../../commands/lib/command.ts";
import { parseStack } from "../../../../commands/lib/stack/stack.ts";
import { describeStage } from "../../../../commands/operate/observe/known-stages.ts";
import { command } from "../../../../commands/operate/observe.ts";

test("the page is started, or stopped when that is asked for", () => {
  expect(command.commands.map((each) => each.name())).toEqual(["stop"]);
});

test.each([
  [["start"], 'unknown command "start": there are stop'],
  [["stop", "now"], 'too many arguments, got "now"'],
])("fails when it is asked for %j", async (args, sentence) => {
  await expect(runCommand(command, args, {})).rejects.toThrow(sentence);
});

test("a stage is described by its servers, with the hash in their containers' label", () => {
  const labels = [
    { label: "blueprint.server", value: "app-1" },
    { label: "blueprint.hash", value: "0000000a" },
  ];
  const app = { name: "shop-app-1-0000000a", cpus: "0.15", memory: 256, labels };
  const stack = parseStack(
    JSON.stringify({ resource: { docker_container: { "app-1": app } } }),
    "stage-3",
  );

  expect(describeStage(stack)).toEqual({
    stage: "stage-3",
    servers: [{ name: "app-1", hash: "0000000a", cpus: 0.15, memoryMiB: 256 }],
  });
});
