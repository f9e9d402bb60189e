import { type RunOptions, run, tail } from "./process.ts";
import { UserError } from "./user-error.ts";

/**
 * What Docker's command prints; throws with Docker's words where it fails.
 * @param task what it is asked for, such as `list the networks`
 */
export async function docker(
  task: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { ok, stdout, stderr, timedOut } = await run("docker", args, options);
  if (ok) return stdout;
  const words = timedOut ? `no answer in ${(options.timeoutMs ?? 0) / 1000} s` : tail(stderr);
  throw new UserError(
    `Docker could not ${task} (${words}): see with "docker version" that its engine answers, then run the same command again`,
  );
}

/** The lines of what Docker's command prints, each split at its tabs. */
export function parseRows(output: string): string[][] {
  return output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split("\t"));
}
