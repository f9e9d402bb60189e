import { Option } from "commander";
import { describe, expect, test } from "vitest";
import { newCommand, runCommand } from "../../../commands/lib/command.ts";

describe("options that npm kept", () => {
  const rides = () =>
    newCommand("ride", "rides", [])
      .option("--rate <number>")
      .option("--for <time>")
      .option("--yes");
  const fly = () =>
    newCommand("fly", "flies", [])
      .argument("[to]")
      .option("--low")
      .addOption(new Option("--as <form>").choices(["bird", "plane"]))
      .action(() => {});

  test.each([
    ["--rate=5", [], { rate: "5" }, "--rate for", "--rate 5"],
    ["--rate 5", ["5"], { rate: "true" }, "--rate for", "--rate 5"],
    ["--rate", [], { rate: "true" }, "--rate for", "--rate <number>"],
    [
      "--rate 5 --for 9s",
      ["5", "9s"],
      { rate: "true", for: "true" },
      "--rate and --for for",
      "--rate <number> --for <time>",
    ],
    ["--rate=5 --yes", [], { rate: "5", yes: "true" }, "--rate and --yes for", "--rate 5 --yes"],
    ["--rate=5 -- --for 9s", ["--for", "9s"], { rate: "5" }, "--rate for", "--for 9s --rate 5"],
    ["--rate=5 --rate=6", [], { rate: "5\n\n6" }, "--rate for", "--rate 5 --rate 6"],
  ])("are named: ride %s", async (_, args, kept, names, words) => {
    const env = Object.fromEntries(
      Object.entries(kept).map(([name, value]) => [`npm_config_${name}`, value]),
    );

    await expect(runCommand(rides(), args, env)).rejects.toHaveProperty(
      "message",
      `npm kept ${names} itself: put -- before the command's options: npm run ride -- ${words}`,
    );
  });

  test("are named with the arguments that npm passed on", async () => {
    await expect(runCommand(fly(), ["home"], { npm_config_low: "true" })).rejects.toThrow(
      /npm run fly -- home --low$/,
    );
  });

  test("are found by their value where npm takes the option for another one", async () => {
    await expect(runCommand(fly(), ["home", "bird"], {})).rejects.toThrow(
      /npm kept --as for .* npm run fly -- home --as bird$/,
    );
  });

  test("are those of the part that was named", async () => {
    const command = newCommand("feed", "feeds", []);
    command.command("dog").action(() => {});
    command
      .command("fish")
      .option("--yes")
      .action(() => {});
    const env = { npm_config_yes: "true" };

    await runCommand(command, ["dog"], env);
    await expect(runCommand(command, ["fish"], env)).rejects.toThrow(/npm run feed -- fish --yes$/);
  });

  test("are none when npm has a setting of that name, and the option is given, too", async () => {
    await runCommand(fly(), ["--low"], { npm_config_low: "true" });
    await runCommand(fly(), ["--as=bird"], { npm_config_as: "plane", npm_config_low: "" });
  });
});
