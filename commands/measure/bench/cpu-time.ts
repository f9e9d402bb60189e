import { type Execution, execute, type ProgramOptions } from "./program.ts";

/** The wall time of a program, and the CPU time of it and its child processes. */
export interface Timing {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Runs a program as `execute` does, and measures its CPU time, too. */
export async function executeTimed(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Execution & Timing> {
  const script = '"$@" || exit; times';
  const execution = await execute("sh", ["-c", script, "sh", program, ...args], options);
  return { ...execution, cpuSeconds: cpuSecondsOf(execution.output) };
}

/** User and system time of a shell's children, from the last line that `times` prints. */
export function cpuSecondsOf(output: string): number {
  const [, ...parts] = output.match(/(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/) ?? [];
  if (parts.length === 0) throw new Error(`the shell printed no times: ${output}`);
  const [userMinutes = 0, user = 0, systemMinutes = 0, system = 0] = parts.map(Number);
  return 60 * (userMinutes + systemMinutes) + user + system;
}
