/** How many tests ended how. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export const none: Count = { passed: 0, failed: 0 };

export function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** From what `vitest --reporter=json` writes. */
export function countVitest(report: string): Count {
  const { numPassedTests, numFailedTests } = JSON.parse(report) as Record<string, number>;
  return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 };
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
