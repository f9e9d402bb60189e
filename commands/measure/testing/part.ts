import { green, red, yellow } from "../../lib/paint.ts";
import { live, seconds } from "../../lib/progress.ts";
import { Interrupted } from "../../lib/user-error.ts";
import { add, type Count, none } from "./count.ts";

/** The result of a part of a test run. */
export interface Result {
  readonly ok: boolean;
  readonly count: Count;
  /** The failed tests, one line each. */
  readonly failures?: readonly string[];
  /** Duration of each file or chapter, in milliseconds, by name: `night/failover.test.ts`. */
  readonly times?: Readonly<Record<string, number>>;
  /** Why it was skipped. */
  readonly skipped?: string;
}

export interface Ended extends Result {
  readonly title: string;
  readonly milliseconds: number;
}

/** Runs a part; if it throws it has failed, and the others run nevertheless. */
export async function part(title: string, work: () => Promise<Result>): Promise<Ended> {
  live.print(`\n→ ${title}`);
  const started = Date.now();
  const end = (result: Result) => ({ ...result, title, milliseconds: Date.now() - started });
  try {
    return end(await work());
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const isExpected = error instanceof Error && error.name === "UserError";
    live.print(isExpected ? `error: ${error.message}` : String((error as Error).stack ?? error));
    return end({ ok: false, count: none });
  }
}

export function renderSummary(parts: readonly Ended[]): string[] {
  return parts.flatMap(({ title, ok, count, failures = [], times = {}, skipped, milliseconds }) => {
    if (skipped) return [`${yellow("–")} ${title}: skipped, ${skipped}`];
    const tests = count.passed + count.failed;
    const counted = tests ? `, ${count.passed} of ${tests} tests passed` : "";
    const line = `${ok ? green("✓") : red("✗")} ${title}${counted}, ${seconds(milliseconds)}`;
    const each = Object.entries(times).map(([name, took]) => `    ${name} ${seconds(took)}`);
    return [line, ...(each.length > 1 ? each : []), ...failures.map((failure) => `    ${failure}`)];
  });
}

/** A part that failed without a failed test (types, a file that cannot be loaded) counts as one. */
export function total(parts: readonly Ended[]): Count {
  return parts
    .map(({ ok, count }) => (ok || count.failed > 0 ? count : add(count, { passed: 0, failed: 1 })))
    .reduce(add, none);
}
