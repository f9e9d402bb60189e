import { Command, CommanderError } from "commander";
import { checkKept } from "./kept-by-npm.ts";
import { UserError } from "./user-error.ts";

/**
 * A command, to which is added what it takes and does.
 * @param name what stands behind `npm run`
 * @param description what it does, as `--help` says it
 * @param examples whole lines, as somebody types them
 */
export function newCommand(name: string, description: string, examples: readonly string[]) {
  return new Command(`npm ${name === "test" ? name : `run ${name}`} --`)
    .description(description)
    .helpOption("-h, --help", "prints this")
    .helpCommand(false)
    .addHelpText("afterAll", ["", "Examples:", ...examples.map((line) => `  ${line}`)].join("\n"))
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
}

/**
 * Runs a command with the words behind its name.
 * @throws UserError if they make no sense
 */
export async function runCommand(
  command: Command,
  words: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  // npm keeps the -- before a command's options, pnpm and Yarn pass it on.
  const args = words.filter((word) => word !== "--");
  const asked = command.commands.find((each) => each.name() === args[0]) ?? command;
  checkKept(command, asked, args, env);
  try {
    await command.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UserError(describe(error, asked));
  }
}

/** What was typed, for a report. */
export function typed(command: Command): string {
  const { rawArgs } = command as Command & { readonly rawArgs: readonly string[] };
  return [command.name(), ...rawArgs].join(" ").replace(/ --$/, "");
}

/** How this project says what commander says. */
const REWORDED: readonly (readonly [RegExp, string])[] = [
  [/^error: /, ""],
  [/^option '(-\S+).*' argument '(.*)' is invalid\. /s, '$1 is "$2": '],
  [/^command-argument value '(.*)' is invalid for argument '(.*)'\. /s, '$2 is "$1": '],
  [/: Allowed choices are (.*)\.$/, ": use one of $1"],
  [/^(?:required )?option '(-\S+).*' (?:not specified|argument missing)$/, "$1 is missing"],
  [/^missing required argument '(.*)'$/, "$1 is missing"],
  [/'(-[\w-]+)[^']*'/g, "$1"],
  [/^unknown command '(.*)'/, 'unknown command "$1"'],
  [/\n\(Did you mean (.*\?)\)$/, ": did you mean $1"],
];

/** One sentence, with the way out. */
function describe({ code, message }: CommanderError, asked: Command): string {
  const words = REWORDED.reduce((text, [from, to]) => text.replace(from, to), message);
  const got = asked.args.join(" ");
  const parts = asked.commands.map((each) => each.name()).join(", ");
  if (code === "commander.invalidArgument" || words.endsWith("?")) return words;
  if (parts && code !== "commander.unknownOption") {
    const [name] = asked.args;
    return `${name ? `unknown command "${name}"` : "no command was named"}: there are ${parts}`;
  }
  const what = code === "commander.excessArguments" ? `too many arguments, got "${got}"` : words;
  return `${what}: see ${asked.parent ? `${asked.parent.name()} ` : ""}${asked.name()} --help`;
}
