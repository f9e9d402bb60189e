import type { Comparison } from "./comparison.ts";
import type { Plan } from "./plan-section.ts";

/**
 * Renders comparisons as JSON: one as an object, several as a list. It contains no values of
 * attributes, which may be secrets.
 */
export function renderJson(all: readonly Comparison[], plan?: Plan): string {
  const [first, ...others] = all.map((comparison) => dataOf(comparison, plan));
  return `${JSON.stringify(others.length === 0 ? first : [first, ...others], null, 2)}\n`;
}

function dataOf({ before, after, ...rest }: Comparison, plan: Plan | undefined) {
  return {
    before: sideOf(before),
    after: sideOf(after),
    ...rest,
    ...(plan ? { plan } : {}),
  };
}

function sideOf({ stack, architecture, bill }: Comparison["before"]) {
  return { name: stack.name, architecture, bill };
}
