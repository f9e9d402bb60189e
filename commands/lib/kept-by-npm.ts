import type { Command, Option } from "commander";
import { UserError } from "./user-error.ts";

/** An option that npm kept. A value is undefined if npm passed it on as an argument. */
interface Kept {
  readonly option: Option;
  readonly values: readonly (string | undefined)[];
}

/**
 * Throws if npm took options for its own, for want of a `--` before them. npm sets a variable to 5
 * for `--rate=5`; for `--rate 5` it sets it to "true", and passes on the argument 5. A setting of
 * the same name in .npmrc looks the same.
 * @param asked the command, or its subcommand that was named
 */
export function checkKept(
  command: Command,
  asked: Command,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  const kept = asked.options
    .filter(({ long }) => !args.some((arg) => arg === long || arg.startsWith(`${long}=`)))
    .map((option) => ({ option, values: valuesOf(option, args, env) }))
    .filter(({ values }) => values.length > 0);
  if (kept.length === 0) return;
  const names = kept.map(({ option }) => option.long).join(" and ");
  const words = correct(kept, args, asked.registeredArguments.length > 0).join(" ");
  throw new UserError(
    `npm kept ${names} for itself: put -- before the command's options: ${command.name()} ${words}`,
  );
}

function valuesOf(
  option: Option,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): (string | undefined)[] {
  const value = env[`npm_config_${option.name().replaceAll("-", "_")}`];
  const values = value ? value.split("\n\n") : [];
  if (!option.required) return values;
  // npm takes --format for its own --format-package-lock, and sets nothing.
  if (values.length === 0) return (option.argChoices ?? []).filter((each) => args.includes(each));
  return [...new Set(values)].map((each) => (each === "true" ? undefined : each));
}

/** What stands behind the `--` if it is typed correctly. */
function correct(
  kept: readonly Kept[],
  args: readonly string[],
  takesArguments: boolean,
): readonly string[] {
  const all = kept.flatMap(({ option, values }) => values.map((value) => ({ option, value })));
  const isOpen = all.some(({ option, value }) => option.required && value === undefined);
  const only = all.length === 1 && args.length === 1 && !takesArguments ? args[0] : undefined;
  const others = isOpen ? [] : args.filter((arg) => !all.some(({ value }) => value === arg));
  const options = all.map(({ option, value = only }) => {
    if (!option.required) return option.long;
    return value === undefined ? option.flags : `${option.long} ${value}`;
  });
  return [...others, ...options].map(String);
}
