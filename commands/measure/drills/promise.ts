import type { Group } from "./timeline.ts";

/** What a stage promises for a fault. That no acknowledged order is lost or charged twice is always promised. */
export interface Promised {
  /** Which requests may fail until they are served as before. */
  readonly mayFail: "none" | Group | "any";
  /** How long a request has waited at least before it fails. */
  readonly patienceSeconds: number;
  /** How long a request that does not fail may wait at the most; `waiters` says which ones that long. */
  readonly waitSeconds: number;
  /** Whether that counts from the repair on, for what the fault holds as long as it lasts. @default false */
  readonly heldUntilRepair?: boolean;
  /** Which requests may wait that long; the others may wait for two seconds. */
  readonly waiters: Group | "any";
  /** By when newly arriving requests are served as before. */
  readonly servedAgain: { readonly after: "fault" | "repair"; readonly seconds: number };
  /** Whether it is so for a share of them only: those that meet one of two servers. @default false */
  readonly partly?: boolean;
}

/** The shop holds what it can't do for 20 s, and then refuses it. */
const heldSeconds = 19;

/** Who is not to notice may wait for this long: a machine that is busy is no fault. */
export const unnoticedSeconds = 2;

/** Nobody notices: no request fails or waits long. */
export function unnoticed(): Promised {
  return {
    mayFail: "none",
    patienceSeconds: 0,
    waitSeconds: unnoticedSeconds,
    waiters: "any",
    servedAgain: { after: "fault", seconds: unnoticedSeconds },
  };
}

/** Requests wait until the architecture has helped itself, and none fails. */
export function waits(seconds: number, waiters: Promised["waiters"] = "any"): Promised {
  return {
    mayFail: "none",
    patienceSeconds: 0,
    waitSeconds: seconds,
    waiters,
    servedAgain: { after: "fault", seconds },
  };
}

/** As `waits`, but what waits for longer than the shop holds requests (20 s) is refused. */
export function waitsOrFails(seconds: number, mayFail: Group | "any"): Promised {
  return {
    mayFail,
    patienceSeconds: heldSeconds,
    waitSeconds: seconds + 3,
    waiters: mayFail,
    servedAgain: { after: "fault", seconds },
  };
}

/**
 * Only what the lost server held waits until it is repaired, and a little more; all else is served as
 * before.
 */
export function heldWait(seconds: number, afterRepairSeconds: number): Promised {
  return { ...waits(seconds), waitSeconds: afterRepairSeconds, heldUntilRepair: true };
}

/** Requests wait for the repair, and fail if it comes late: after 20 s. A shopper may meet that twice. */
export function outage(seconds: number, mayFail: Group | "any" = "any"): Promised {
  return {
    mayFail,
    patienceSeconds: heldSeconds,
    waitSeconds: 5,
    heldUntilRepair: true,
    waiters: mayFail,
    servedAgain: { after: "repair", seconds },
  };
}

/** Nobody holds requests until the repair: they fail at once, or after a few seconds. */
export function refusal(
  seconds: number,
  mayFail: Group | "any" = "any",
  patienceSeconds = 0,
): Promised {
  return { ...outage(seconds, mayFail), patienceSeconds };
}

/** Requests wait for as long as the fault lasts, a little each, and none fails. */
export function slow(seconds: number, waiters: Promised["waiters"]): Promised {
  return {
    mayFail: "none",
    patienceSeconds: 0,
    waitSeconds: seconds,
    waiters,
    servedAgain: { after: "repair", seconds },
  };
}

/** The same for every second request: those that meet the one of two servers. */
export function partly(promised: Promised): Promised {
  return { ...promised, partly: true };
}

/** The promise in words. */
export function describePromise(promised: Promised): string {
  const { mayFail, patienceSeconds, waitSeconds, waiters, servedAgain, partly } = promised;
  const { after, seconds } = servedAgain;
  const again = `all are served as before ${seconds} s after the ${after}`;
  if (mayFail === "none" && promised.heldUntilRepair)
    return `none fails; what it held waits until ${waitSeconds} s after the repair; ${again}`;
  if (mayFail === "none" && waitSeconds <= unnoticedSeconds)
    return `nobody notices: none fails or waits ${waitSeconds} s`;

  const half = partly ? "every second of the " : "";
  if (mayFail === "none")
    return `none fails; ${half}${nounOf(waiters)} wait ${waitSeconds} s at the most; ${again}`;
  const others = mayFail === "any" ? "" : ", all else goes on";
  const how = patienceSeconds > 0 ? `wait, and fail after ${patienceSeconds} s` : "fail at once";
  return `${half}${nounOf(mayFail)} ${how}${others}; ${again}`;
}

function nounOf(group: Group | "any"): string {
  return group === "any" ? "requests" : group;
}
