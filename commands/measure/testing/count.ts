import { basename, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { tail } from "../../lib/process.ts";

/** Numbers of passed and failed tests. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export const none: Count = { passed: 0, failed: 0 };

export function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** The last lines of a failure's message, indented and without its call stack. */
function reasonIn(message: string): string[] {
  const lines = stripVTControlCharacters(message).split("\n");
  const words = lines.filter((line) => line.trim() && !/^\s+at /.test(line));
  return words.length === 0 ? [] : tail(words.join("\n")).replace(/^/gm, "      ").split("\n");
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    /** In milliseconds since 1970. */
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly ancestorTitles?: readonly string[];
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
      /** In milliseconds. */
      readonly duration?: number | null;
    }[];
  }[];
}

/**
 * Counts the tests in a report of `vitest --reporter=json`, and lists the failed ones by file, the
 * first of each chapter with the end of its message: those after it often fail for the same reason.
 * A file that failed before its first test counts as one.
 */
export function countVitest(report: string): { count: Count; failures: string[] } {
  const { numPassedTests, testResults } = JSON.parse(report) as VitestReport;
  const failures = testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed");
      const chapters = new Set<string | undefined>();
      const whats = failed.map(({ fullName, ancestorTitles = [], failureMessages = [] }) => {
        const [chapter] = ancestorTitles;
        const isFirst = !chapters.has(chapter);
        chapters.add(chapter);
        return isFirst ? [fullName, ...reasonIn(failureMessages.join("\n"))].join("\n") : fullName;
      });
      if (whats.length === 0) whats.push(message.split("\n", 1)[0] ?? "");
      return whats.map((what) => `${basename(name)}: ${what}`);
    });
  return { count: { passed: numPassedTests, failed: failures.length }, failures };
}

/**
 * From the same report, the duration of each file in milliseconds, by folder and name; and of each
 * chapter of the workshop, by the file of its stage: `walk/rides/stage-4.ts`.
 */
export function timesOf(report: string): Record<string, number> {
  const times: Record<string, number> = {};
  for (const { name, startTime, endTime, assertionResults } of (JSON.parse(report) as VitestReport)
    .testResults) {
    const folder = basename(dirname(name));
    times[join(folder, basename(name))] = endTime - startTime;
    for (const { ancestorTitles, duration } of assertionResults) {
      const [stage] = ancestorTitles?.[0]?.match(/^stage-\d+(?=: )/) ?? [];
      if (!stage) continue;
      const chapter = join(folder, "rides", `${stage}.ts`);
      times[chapter] = (times[chapter] ?? 0) + (duration ?? 0);
    }
  }
  return times;
}

export interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

export function parseGoEvent(line: string): GoEvent | undefined {
  try {
    return JSON.parse(line) as GoEvent;
  } catch {
    return undefined;
  }
}

/** Counts tests; of a test with subtests only those. */
export function countGo(events: readonly GoEvent[]): Count {
  const ended = events.filter(({ Action, Test }) => Test && /^(pass|fail)$/.test(Action));
  const parents = new Set(
    ended.flatMap(({ Package, Test = "" }) =>
      Test.includes("/") ? [`${Package} ${Test.slice(0, Test.lastIndexOf("/"))}`] : [],
    ),
  );
  const leaves = ended.filter(({ Package, Test }) => !parents.has(`${Package} ${Test}`));
  const passed = leaves.filter(({ Action }) => Action === "pass").length;
  return { passed, failed: leaves.length - passed };
}

/** The last line of a test run, which other programs parse. */
export function closingLine({ passed, failed }: Count): string {
  return `${passed} passed, ${failed} failed`;
}
