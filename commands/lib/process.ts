import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve, sep } from "node:path";
import { execa } from "execa";
import { interruption } from "./interrupt.ts";
import { Interrupted } from "./user-error.ts";

interface Outcome {
  readonly ok: boolean;
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output and error, interleaved. */
  readonly all: string;
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this command's own variables (`variables.mjs`); undefined removes one. */
  readonly env?: Record<string, string | undefined>;
  readonly timeoutMs?: number;
  /** Shields it from interruptions, for clean-up. */
  readonly uninterrupted?: boolean;
  /** Called for each line of output as it arrives. */
  readonly onLine?: (line: string) => void;
}

/** Runs a program until it exits. Throws only if the user interrupts, not if the program fails. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const child = execa(program, args, {
    reject: false,
    all: true,
    stdin: "ignore",
    ...(options.uninterrupted ? { detached: true } : { cancelSignal: interruption.signal }),
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.timeoutMs ? { timeout: options.timeoutMs } : {}),
    ...(options.env ? { env: options.env } : {}),
  });
  if (options.onLine) forwardLines(child.iterable({ from: "all" }), options.onLine);
  const result = await child;
  if (interruption.signal.aborted && !options.uninterrupted) throw new Interrupted();
  return {
    ok: !result.failed,
    code: result.exitCode,
    stdout: result.stdout,
    stderr: result.stderr || (result.failed ? (result.originalMessage ?? "") : ""),
    all: result.all || (result.failed ? (result.originalMessage ?? "") : ""),
    timedOut: result.timedOut,
  };
}

async function forwardLines(
  lines: AsyncIterable<string>,
  onLine: (line: string) => void,
): Promise<void> {
  try {
    for await (const line of lines) onLine(line);
  } catch {
    // The process's exit reports the error.
  }
}

/** Returns the path of a program's file: of a name if it is on the PATH, of a path if it is there. */
export function which(program: string, path = process.env.PATH ?? ""): string | undefined {
  const files = program.includes(sep)
    ? [resolve(program)]
    : path.split(delimiter).map((folder) => join(folder, program));
  return files.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Returns the last lines of a program's output, for an error message. */
export function tail(text: string, lines = 15): string {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}
