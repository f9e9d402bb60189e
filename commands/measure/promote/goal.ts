import { format } from "../load/report.ts";
import type { Sample } from "../load/sample.ts";
import type { Step } from "./step.ts";

/** What a change of the stage may cost. */
export const goal = { longestMs: 10_000, shareUnderSecond: 0.95 };

export const goalInWords =
  "0 requests failed, 0 orders lost or doubled, no wait over 10 s, 95 % of all requests under 1 s";

/** The part of requests that took less than a time; 1 if there were none. */
export function shareWithin(samples: readonly Sample[], milliseconds: number): number {
  if (samples.length === 0) return 1;
  return samples.filter((sample) => sample.milliseconds < milliseconds).length / samples.length;
}

/** How a step misses the goal, in a few words each; empty where it holds. */
export function missesOf(step: Omit<Step, "from">): string[] {
  const { deployed, failed, verdict, longest, shareUnderSecond } = step;
  return [
    ...(deployed.ok ? [] : ["the deploy failed"]),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(verdict.isWhole ? [] : ["orders are not whole"]),
    ...(longest > goal.longestMs ? [`a wait of ${format(longest)}`] : []),
    ...(shareUnderSecond < goal.shareUnderSecond ? [`${percent(shareUnderSecond)} under 1 s`] : []),
  ];
}

export function percent(share: number): string {
  // Rounded down: 99.96 % are not all.
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
