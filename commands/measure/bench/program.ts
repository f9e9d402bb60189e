import { execa } from "execa";
import { interruption } from "../../lib/interrupt.ts";
import { tail } from "../../lib/process.ts";
import { Interrupted, UserError } from "../../lib/user-error.ts";

/** A line of output and its time, in milliseconds since the program was started. */
export interface Line {
  readonly text: string;
  readonly at: number;
}

export interface Execution {
  readonly seconds: number;
  readonly lines: readonly Line[];
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string | undefined>;
  readonly onLine?: (detail: string) => void;
}

const limitMs = 600_000;

/**
 * Runs a program and measures its time. It has its own process group, to which an interruption is
 * forwarded once, so that it and its child processes have ended before bench cleans up.
 */
export async function execute(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Execution> {
  interruption.signal.throwIfAborted();
  const started = performance.now();
  const child = execa(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdin: "ignore",
    all: true,
    reject: false,
    detached: true,
    cleanup: false,
    timeout: limitMs,
  });
  const stop = () => child.pid && process.kill(-child.pid, "SIGINT");
  interruption.signal.addEventListener("abort", stop, { once: true });

  const lines: Line[] = [];
  for await (const text of child.iterable({ from: "all" })) {
    lines.push({ text, at: performance.now() - started });
    options.onLine?.(text);
  }
  const result = await child;
  const seconds = (performance.now() - started) / 1000;
  interruption.signal.removeEventListener("abort", stop);

  if (interruption.signal.aborted) throw new Interrupted();
  const output = lines.map(({ text }) => text).join("\n");
  if (!result.failed) return { seconds, lines, output };
  const why = result.timedOut
    ? `took more than ${limitMs / 1000} s`
    : `ended with ${result.exitCode}`;
  const text = output || result.originalMessage || "";
  throw new UserError(`${[program, ...args].join(" ")} ${why}:\n${tail(text, 25)}`);
}
