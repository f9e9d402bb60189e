import type { Group } from "../../../constructs/app/load.ts";
import { type Promised, UNNOTICED_SECONDS } from "../../../constructs/app/promises.ts";
import { describeBreaches } from "../load/report.ts";
import type { Verdict } from "../load/verdict.ts";
import { nounOf } from "./promise.ts";
import type { GroupTimeline, Timeline } from "./timeline.ts";

/** The breaches of a promise, one sentence each; empty if it was held. */
export function findBreaches(promised: Promised, timeline: Timeline, verdict: Verdict): string[] {
  return [
    ...findFailures(promised, timeline, verdict),
    ...findWaits(promised, timeline, verdict),
    ...findShare(promised, timeline),
    ...findRecovery(promised, timeline),
    ...describeBreaches(verdict),
  ];
}

function findFailures(promised: Promised, timeline: Timeline, { words }: Verdict): string[] {
  const { mayFail, patienceSeconds } = promised;
  return groupsOf(timeline).flatMap(([group, { failed, shortestFailureSeconds = 0 }]) => {
    if (failed === 0) return [];
    if (mayFail !== "any" && mayFail !== group)
      return [`${failed} requests of ${nounOf(group, words)} failed, none may`];
    if (shortestFailureSeconds >= patienceSeconds) return [];
    const waited = shortestFailureSeconds.toFixed(1);
    const subject = `a request of ${nounOf(group, words)}`;
    return [`${subject} failed after ${waited} s, not before ${patienceSeconds} s`];
  });
}

function findWaits(promised: Promised, timeline: Timeline, { words }: Verdict): string[] {
  const { waitSeconds, waiters, heldUntilRepair } = promised;
  const longest = waitSeconds + (heldUntilRepair ? timeline.lastedSeconds : 0);
  return groupsOf(timeline).flatMap(([group, { longestWaitSeconds }]) => {
    const most = waiters === "any" || waiters === group ? longest : UNNOTICED_SECONDS;
    if (longestWaitSeconds <= most) return [];
    const waited = longestWaitSeconds.toFixed(1);
    const subject = `a request of ${nounOf(group, words)}`;
    return [`${subject} waited ${waited} s, ${seconds(most)} s was promised`];
  });
}

function findShare({ share = 1 }: Promised, { disturbedShare = 0 }: Timeline): string[] {
  if (disturbedShare <= share) return [];
  const [found, most] = [disturbedShare, share].map((each) => `${Math.round(each * 100)} %`);
  return [`${found} of the requests failed or took longer than a second, ${most} was promised`];
}

function groupsOf({ groups }: Timeline): [Group, GroupTimeline][] {
  return Object.entries(groups) as [Group, GroupTimeline][];
}

function findRecovery({ servedAgain }: Promised, timeline: Timeline): string[] {
  const { after, seconds } = servedAgain;
  const { overcome, recoverySeconds, afterRepairSeconds } = timeline;
  if (after === "fault" && !overcome) {
    return ["the stage did not recover by itself: requests were disturbed until the repair"];
  }
  const taken = after === "fault" ? recoverySeconds : afterRepairSeconds;
  if (taken <= seconds) return [];
  return [`served as before ${taken.toFixed(1)} s after the ${after}, ${seconds} s was promised`];
}

function seconds(count: number): string {
  return `${Math.round(count * 10) / 10}`;
}
