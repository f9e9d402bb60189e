import type { Typed } from "./terminal.ts";

/** What a chapter expects of one of its blocks. */
export interface Expectation {
  /** What it may exit with: 0, or what a line `exit 1` or `exit 0 or 1` says. */
  readonly exitCodes: readonly number[];
  /** What it has to print. */
  readonly printed: readonly (string | RegExp)[];
  /** What it must not print: a line `not: ` with that text. */
  readonly absent: readonly string[];
  /** A line `requests may fail`: the block breaks what its stage has only one of. */
  readonly mayFail: boolean;
}

/**
 * Reads the lines of a block's comment: `exit 1`, `exit 0 or 1`, `requests may fail`, `not: a text`, a pattern
 * between slashes (`^` and `$` are those of a line; an `i` behind it ignores case), or else a text that has to be
 * printed.
 * @param variables are put into texts, for `$SHOP`
 */
export function readExpectation(
  lines: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Expectation {
  const exit = lines.find((line) => /^exit \d+( or \d+)*$/.test(line));
  const mayFail = lines.includes("requests may fail");
  const absent = lines.filter((line) => line.startsWith("not: "));
  return {
    exitCodes: exit?.match(/\d+/g)?.map(Number) ?? [0],
    mayFail,
    absent: absent.map((line) => line.slice("not: ".length)),
    printed: lines
      .filter((line) => line !== exit && line !== "requests may fail" && !absent.includes(line))
      .map((line) => {
        const [, pattern, flags = ""] = line.match(/^\/(.*)\/(i?)$/) ?? [];
        if (pattern !== undefined) return new RegExp(pattern, `m${flags}`);
        return line.replace(/\$([A-Z]+)/g, (all, name: string) => variables[name] ?? all);
      }),
  };
}

/** What differs from what was expected, a sentence each; nothing if it is as expected. */
export function differencesFrom(
  { exitCodes, printed, absent }: Expectation,
  { exitCode, output }: Typed,
): string[] {
  const missing = printed.filter((each) =>
    typeof each === "string" ? !output.includes(each) : !each.test(output),
  );
  return [
    ...(exitCodes.includes(exitCode)
      ? []
      : [`it exited with ${exitCode} instead of ${exitCodes.join(" or ")}`]),
    ...absent.filter((each) => output.includes(each)).map((each) => `it printed "${each}"`),
    ...missing.map((each) =>
      typeof each === "string" ? `it did not print "${each}"` : `it printed nothing like ${each}`,
    ),
  ];
}
