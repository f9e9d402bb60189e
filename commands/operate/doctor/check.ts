import type { Answer } from "../../lib/answer.ts";
import { explainFileError } from "../../lib/file-error.ts";
import { green, red, yellow } from "../../lib/paint.ts";
import { table } from "../../lib/table.ts";

/** One thing that a deploy needs. */
export interface Check {
  readonly name: string;
  /** `there`; `later`: a deploy will provide it; `missing`: the user has to act. */
  readonly status: "there" | "later" | "missing";
  readonly found: string;
  /** What to do, if anything. */
  readonly fix?: string;
}

export function there(name: string, found: string): Check {
  return { name, status: "there", found };
}

export function later(name: string, found: string, fix: string): Check {
  return { name, status: "later", found, fix };
}

export function missing(name: string, found: string, fix: string): Check {
  return { name, status: "missing", found, fix };
}

/** Asks one thing. Whatever it throws is one row that failed. */
export async function check(name: string, ask: () => Promise<Answer>): Promise<Check> {
  try {
    const { found, todo } = await ask();
    return todo === undefined ? there(name, found) : later(name, found, todo);
  } catch (error) {
    return failed(name, error);
  }
}

/** Turns the error of a deploy into a failed check: its problem and its fix. */
export function failed(name: string, error: unknown): Check {
  const thrown = error as Error;
  const { message } = explainFileError(thrown.message) ?? thrown;
  const [found = message] = message.match(/^(?:\([^)]*\)|"[^"]*"|[^:("]|[:("](?!\s))*/s) ?? [];
  const fix = message.slice(found.length).replace(/^:\s*/, "");
  return missing(name, found, fix || "fix it, then run doctor again");
}

const marks = {
  there: () => green("✓"),
  later: () => yellow("→"),
  missing: () => red("✗"),
};

export function renderChecks(checks: readonly Check[]): string[] {
  const names = table(checks.map(({ name }) => [name, "|"])).map((line) => line.slice(0, -1));
  return checks.map(({ status, found, fix }, i) => {
    const mark = marks[status]();
    return `${mark} ${names[i]}${found}${fix ? ` → ${fix}` : ""}`;
  });
}

export function verdict(checks: readonly Check[], command: string): string {
  const lacking = checks.filter(({ status }) => status === "missing").length;
  if (lacking > 0) return `${lacking} of these ${lacking === 1 ? "stops" : "stop"} a deploy`;
  const todo = checks.filter(({ status }) => status === "later").length;
  const first = todo > 0 ? ", which does what is marked → by itself" : "";
  return `ready: ${command}${first}`;
}
