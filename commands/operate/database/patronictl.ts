import { run, tail } from "../../lib/process.ts";

/** What `patronictl` did: its words, or why it did not get so far. */
interface Answer {
  readonly ok: boolean;
  /** Its standard output; the last line of all it said where it failed. */
  readonly words: string;
}

/** With one of three servers of etcd away it takes 10 s, without a majority 24 s to give up. */
export const listLimitSeconds = 20;

/** Runs `patronictl` in a member's container; the limit ends it there, too. */
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
  if (hung) return { ok, words: `no answer in ${limitSeconds} s` };
  return { ok, words: ok ? stdout : tail(all, 1) };
}

/** Why Patroni refused what it was asked for; `patronictl` tells it in words and exits with 0. */
export function refusalOf(words: string): string | undefined {
  const [, code, reason] = words.match(/failed, details: (\d+), (.*)/) ?? [];
  // 503: it was begun and is not known to have ended.
  return code === "503" ? undefined : reason;
}
