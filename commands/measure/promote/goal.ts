import { format } from "../load/report.ts";
import type { Words } from "../load/words.ts";
import { percent } from "./share.ts";
import type { Step } from "./step.ts";

/** The permitted impact of a step. */
export const goal = { longestMs: 10_000, shareUnderSecond: 0.95 };

export function goalInWords({ many }: Words): string {
  return `0 requests failed, 0 ${many} lost or doubled, no wait over 10 s, 95 % of all requests under 1 s`;
}

/** How a step misses the goal, a few words each; empty if it does not. */
export function missesOf(step: Omit<Step, "from">): string[] {
  const { deployed, failed, verdict, longest, shareUnderSecond } = step;
  return [
    ...(deployed.ok ? [] : ["the deploy failed"]),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(verdict.isWhole ? [] : [`${verdict.words.many} lost, doubled or wrong`]),
    ...(longest > goal.longestMs ? [`a wait of ${format(longest)}`] : []),
    ...(shareUnderSecond < goal.shareUnderSecond ? [`${percent(shareUnderSecond)} under 1 s`] : []),
  ];
}
