import { type RunOptions, run, tail } from "./process.ts";
import { UserError } from "./user-error.ts";

/**
 * Runs the `docker` command and returns its output; throws with its error message if it fails.
 * @param task what it does, for the error message, such as `list the networks`
 */
export async function docker(
  task: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { ok, stdout, all, timedOut } = await run("docker", args, options);
  if (ok) return stdout;
  const reason = timedOut ? `no answer in ${(options.timeoutMs ?? 0) / 1000} s` : tail(all);
  throw new UserError(
    `Docker could not ${task} (${reason}): check with "docker version" that its engine responds, then run the same command again`,
  );
}

/** Splits the output of the `docker` command into lines, and each line at its tabs. */
export function parseRows(output: string): string[][] {
  return output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split("\t"));
}
