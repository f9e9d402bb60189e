import type { Command } from "commander";
import { runCommand } from "../../commands/lib/command.ts";

/** What a command does its work with when somebody types these words. */
export async function asked<Options>(
  declare: (work: (options: Options) => Promise<void>) => Command,
  ...args: string[]
): Promise<Options> {
  const given: Options[] = [];
  const command = declare(async (options) => {
    given.push(options);
  });
  await runCommand(command, args, {});
  return given[0] as Options;
}
