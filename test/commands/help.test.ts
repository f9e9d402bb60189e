import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, test, vi } from "vitest";
import { runCommand } from "../../commands/lib/command.ts";
import { root } from "../../environment.ts";

const names = ["operate", "review", "measure"].flatMap((part) =>
  readdirSync(join(root, "commands", part))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${part}/${file}`),
);
const commands = await Promise.all(
  names.map(async (file) => {
    const { command } = await import(join(root, "commands", file));
    return { file, command: command as Command };
  }),
);

async function helpOf(command: Command, ...args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await runCommand(command, [...args, "--help"], {});
  const help = write.mock.calls.join("");
  write.mockRestore();
  return help;
}

/** Without what it does. */
function idle(command: Command): Command {
  for (const each of [command, ...command.commands]) each.action(() => {});
  return command;
}

describe.each(commands)("$file", ({ command }) => {
  test("explains its arguments and options, and gives examples that it takes", async () => {
    for (const part of [[], ...command.commands.map((each) => [each.name()])]) {
      const help = await helpOf(command, ...part);

      const [before = "", examples = ""] = help.split("\nExamples:\n");
      expect(before).toMatch(/^Usage: npm (run [a-z]+|test) -- /);
      expect(before).not.toMatch(/^ {2}\S+( <\w+>)?$/m);
      expect(examples.trimEnd().split("\n").length).toBeGreaterThan(1);
    }
  });

  test("takes its examples", async () => {
    const help = await helpOf(command);
    const examples = help.split("\nExamples:\n")[1]?.trimEnd().split("\n") ?? [];

    for (const example of examples) {
      const [, words = ""] = example.match(/npm (?:run \S+|test)([^#&]*)/) ?? [];
      const args = words.split(" ").filter((word) => word !== "" && word !== "--");
      await expect(runCommand(idle(command), args, {}), example).resolves.toBeUndefined();
    }
  });
});

test("deploys the first stage when none is named", async () => {
  const deploy = commands.find(({ file }) => file === "operate/deploy.ts")?.command as Command;

  expect(await helpOf(deploy)).toContain('(default: "stage-1")');
});
