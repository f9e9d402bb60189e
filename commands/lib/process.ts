import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { interruption } from "./interrupt.ts";
import { Interrupted } from "./user-error.ts";

interface Outcome {
  readonly ok: boolean;
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output and error as they came. */
  readonly all: string;
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string | undefined>;
  readonly timeoutMs?: number;
  /** For what cleans up after an interruption: none reaches it. */
  readonly uninterrupted?: boolean;
  /** Called with each line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Runs a program to its end. Never throws for its failure, only when the user interrupts. */
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
    env: { CHECKPOINT_DISABLE: "1", ...options.env },
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
    // The outcome of the process tells what went wrong.
  }
}

/** The file that a program's name stands for, if it is on the path. */
export function which(program: string, path = process.env.PATH ?? ""): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}

/** The last lines of a program's words, for an error message. */
export function tail(text: string, lines = 15): string {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}
