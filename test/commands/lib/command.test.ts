import { Option } from "commander";
import { expect, test, vi } from "vitest";
import { newCommand, runCommand, typed } from "../../../commands/lib/command.ts";
import { parseOdd, parseSeconds, parseWhole } from "../../../commands/lib/words.ts";

const fly = () =>
  newCommand("fly", "flies", ["npm run fly -- --speed 5"])
    .argument("[to]", "where to")
    .option("--speed <number>", "how fast", parseWhole(1, 9), 3)
    .option("--runs <number>", "how often", parseOdd)
    .option("--for <time>", "how long", parseSeconds)
    .addOption(new Option("--as <form>").choices(["bird", "plane"]))
    .option("--low", "near the ground")
    .addOption(new Option("--high").conflicts("low"))
    .action(() => {});

const feed = () => {
  const command = newCommand("feed", "feeds", ["npm run feed -- cat"]);
  command
    .command("cat")
    .argument("<food>")
    .action(() => {});
  command.command("dog").action(() => {});
  return command;
};

test.each([
  [["--speed", "fast"], '--speed is "fast": use a whole number from 1 to 9'],
  [["--speed=-5"], '--speed is "-5": use a whole number from 1 to 9'],
  [["--runs", "2"], '--runs is "2": use an odd number from 1 to 99'],
  [["--for", "a while"], '--for is "a while": use a time up to a day such as 60s, 5m or 1h'],
  [["--as", "fish"], '--as is "fish": use one of bird, plane'],
  [["--speed"], "--speed is missing: see npm run fly -- --help"],
  [["--sped", "5"], "unknown option --sped: did you mean --speed?"],
  [["--users", "5"], "unknown option --users: see npm run fly -- --help"],
  [["home", "fast"], 'too many arguments, got "home fast": see npm run fly -- --help'],
  [
    ["--low", "--high"],
    "option --high cannot be used with option --low: see npm run fly -- --help",
  ],
])("fails with one sentence and the way out: fly %j", async (args, sentence) => {
  await expect(runCommand(fly(), args, {})).rejects.toHaveProperty("message", sentence);
});

test("a -- that pnpm and Yarn pass on is no argument", async () => {
  await runCommand(fly(), ["home", "--", "--speed", "5"], {});
});

test.each([
  [[], "no command was named: there are cat, dog"],
  [["cow"], 'unknown command "cow": there are cat, dog'],
  [["cta"], 'unknown command "cta": did you mean cat?'],
  [["cat"], "food is missing: see npm run feed -- cat --help"],
])("fails when a part of a command is not there: feed %j", async (args, sentence) => {
  await expect(runCommand(feed(), args, {})).rejects.toHaveProperty("message", sentence);
});

test("fails with the parts that there are when a command that can stand alone gets another one", async () => {
  const command = feed().action(() => {});

  await expect(runCommand(command, ["cow"], {})).rejects.toThrow(
    'unknown command "cow": there are cat, dog',
  );
});

test("help is printed, and is no failure", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await runCommand(fly(), ["--help"], {});
  const help = write.mock.calls.join("");
  write.mockRestore();

  expect(help).toMatch(/^Usage: npm run fly -- \[options\] \[to\]/);
  expect(help).toMatch(/--speed <number> +how fast \(default: 3\)/);
  expect(help).toContain("Examples:\n  npm run fly -- --speed 5");
});

test("a report quotes what was typed", async () => {
  const lines: string[] = [];
  const command = fly().action(() => {
    lines.push(typed(command));
  });

  await runCommand(command, ["home", "--speed", "5"], {});
  await runCommand(command, [], {});

  expect(lines).toEqual(["npm run fly -- home --speed 5", "npm run fly"]);
});
