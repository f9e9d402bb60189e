import type { Command } from "commander";
import { readEnvironment } from "../../environment.ts";
import { runCommand } from "./command.ts";
import { tidyVariables } from "./engine/address.ts";
import { explainFileError } from "./file-error.ts";
import { interruption } from "./interrupt.ts";
import { live } from "./progress.ts";
import { Interrupted, UserError } from "./user-error.ts";

/**
 * Runs the command that a file exports, and turns what it throws into words and an exit code.
 * @param asTyped the environment variables before `cleanVariables`: npm puts options there that it kept
 */
export async function start(
  file: string,
  args: string[],
  asTyped: NodeJS.ProcessEnv,
): Promise<void> {
  process.stdout.on("error", noteUnwritten);
  try {
    checkEnvironment();
    interruption.listen();
    const { command } = (await import(file)) as { readonly command: Command };
    await runCommand(command, args, asTyped);
  } catch (error) {
    live.clear();
    process.exitCode = exitCodeOf(error);
    console.error(describe(error));
  } finally {
    interruption.ignore();
  }
}

/** EPIPE, as with `| head`, must not stop the command halfway. A full disk must not either, but is said. */
export function noteUnwritten(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE" || process.exitCode) return;
  process.exitCode = 1;
  console.error(`error: the output could not be written (${error.code})${hint(error.message)}`);
}

function checkEnvironment(): void {
  tidyVariables(process.env);
  try {
    readEnvironment();
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

export function exitCodeOf(error: unknown): number {
  return error instanceof Interrupted || interruption.signal.aborted ? 130 : 1;
}

export function describe(error: unknown): string {
  if (error instanceof Interrupted) return `\n${error.message}`;
  if (interruption.signal.aborted) return `\n${new Interrupted().message}`;
  if (!(error instanceof Error)) return String(error);
  const known = error instanceof UserError ? error : explainFileError(error.message);
  if (known) return `\nerror: ${known.message}${hint(known.message)}`;
  return `${error.stack ?? error.message}${hint(error.message)}`;
}

/** Any program may fail on a full disk, and none of them says what to do. */
function hint(message: string): string {
  if (!/no space left on device|ENOSPC/i.test(message)) return "";
  return "\nthe disk is full: make room, then run the same command again";
}
