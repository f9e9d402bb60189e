import { basename, dirname, join } from "node:path";

/** How many tests ended how. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export const none: Count = { passed: 0, failed: 0 };

export function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
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
      readonly ancestorTitles: readonly string[];
      readonly fullName: string;
      readonly status: string;
      /** In milliseconds. */
      readonly duration?: number | null;
    }[];
  }[];
}

/**
 * From what `vitest --reporter=json` writes: how many tests ended how, and each that failed, by its
 * file's name. A file that failed before its first test counts as one.
 */
export function countVitest(report: string): { count: Count; failures: string[] } {
  const { numPassedTests, testResults } = JSON.parse(report) as VitestReport;
  const failures = testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed");
      const whats = failed.map(({ fullName }) => fullName);
      if (whats.length === 0) whats.push(message.split("\n", 1)[0] ?? "");
      return whats.map((what) => `${basename(name)}: ${what}`);
    });
  return { count: { passed: numPassedTests, failed: failures.length }, failures };
}

/**
 * From the same report, how long each file took in milliseconds, by its folder and name; and each chapter
 * of the workshop, by the file of its stage: `walk/rides/stage-4.ts`.
 */
export function timesOf(report: string): Record<string, number> {
  const times: Record<string, number> = {};
  for (const { name, startTime, endTime, assertionResults } of (JSON.parse(report) as VitestReport)
    .testResults) {
    const folder = basename(dirname(name));
    times[join(folder, basename(name))] = endTime - startTime;
    for (const { ancestorTitles, duration } of assertionResults) {
      const [stage] = ancestorTitles[0]?.match(/^stage-\d+(?=: )/) ?? [];
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

/** Counts tests; one that consists of subtests counts by those. */
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

/** The last line of a test run: in this form other programs read it. */
export function closingLine({ passed, failed }: Count): string {
  return `${passed} passed, ${failed} failed`;
}
