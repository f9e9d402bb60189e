import { run, tail } from "../../lib/process.ts";

/** The result of a `patronictl` command. */
interface Answer {
  readonly ok: boolean;
  /** Its standard output, or the last line of its output if it failed. */
  readonly output: string;
}

/** With one of three etcd servers down it takes 10 s; without a majority it fails after 24 s. */
export const listLimitSeconds = 20;

/** Runs `patronictl` in a member's container, with a time limit that also stops it there. */
export async function patronictl(
  container: string,
  args: readonly string[],
  limitSeconds = listLimitSeconds,
): Promise<Answer> {
  const command = ["patronictl", "-c", "/etc/patroni/patroni.yml", ...args];
  const { ok, code, stdout, all } = await run(
    "docker",
    ["exec", container, "timeout", `${limitSeconds}`, ...command],
    { timeoutMs: (limitSeconds + 5) * 1000 },
  );
  const hung = code === 124 || code === undefined;
  if (hung) return { ok, output: `no answer in ${limitSeconds} s` };
  return { ok, output: ok ? stdout : tail(all, 1) };
}

/** Parses why Patroni refused a request; `patronictl` then exits with 0. */
export function refusalOf(output: string): string | undefined {
  const [, code, reason] = output.match(/failed, details: (\d+), (.*)/) ?? [];
  // 503: it has started, and its result is unknown.
  return code === "503" ? undefined : reason;
}
