import { DURATION_BUCKETS, OBJECTIVE, type Objective } from "../../architecture/objective.ts";
import { THRESHOLDS, type Thresholds } from "./thresholds.ts";

/** The highest burn rate that an alert fires at: a budget must be small enough to reach it. */
const MAX_BURN_RATE = 14.4;

/** The values of the placeholders in rule files, by name. */
export type RuleValues = Readonly<Record<string, number>>;

/** Returns the values of an objective and of thresholds; throws if an alert could never fire. */
export function ruleValues(objective: Objective = OBJECTIVE, given: Thresholds = {}): RuleValues {
  const thresholds = { ...THRESHOLDS, ...given };
  checkThresholds(thresholds);
  checkLatency(objective.latencyMs);
  const errorBudget = budgetOf(objective, "availability");
  const slowBudget = budgetOf(objective, "fastShare");
  return {
    ...thresholds,
    errorBudget,
    errorBudgetPercent: rounded(100 * errorBudget),
    slowBudget,
    slowBudgetPercent: rounded(100 * slowBudget),
    latencyMs: objective.latencyMs,
    latencySeconds: objective.latencyMs / 1000,
  };
}

/** Returns the budget: the share of requests that may miss the objective. */
function budgetOf(objective: Objective, name: "availability" | "fastShare"): number {
  const budget = rounded(1 - objective[name]);
  if (budget > 0 && budget * MAX_BURN_RATE < 1) return budget;
  throw new Error(`the objective's ${name} is ${objective[name]}: use a share from 0.94 to 0.9999`);
}

function checkLatency(latencyMs: number): void {
  const bounds = DURATION_BUCKETS.map((seconds) => seconds * 1000);
  if (bounds.includes(latencyMs)) return;
  throw new Error(
    `the objective's latencyMs is ${latencyMs}, which no histogram counts: use one of ${bounds.join(", ")}`,
  );
}

function checkThresholds(thresholds: Required<Thresholds>): void {
  for (const [name, value] of Object.entries(thresholds)) {
    const isShare = name.endsWith("Share");
    if (value > 0 && (!isShare || value <= 1)) continue;
    const range = isShare ? "a share from 0 to 1" : "a number over 0";
    throw new Error(`the threshold ${name} is ${value}: use ${range}`);
  }
}

/** Removes the rounding error of floating-point numbers. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
