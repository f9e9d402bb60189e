import type { Group } from "./timeline.ts";

/** What a stage promises for a fault. That no acknowledged order is lost or charged twice is always promised. */
export interface Promised {
  /** Which requests may fail until they are served as before. */
  readonly mayFail: "none" | Group | "any";
  /** How long a request that does not fail may wait at the most; `waiters` says which ones that long. */
  readonly waitSeconds: number;
  /** Which requests may wait that long; the others may wait for two seconds. */
  readonly waiters: Group | "any";
  /** By when newly arriving requests are served as before. */
  readonly servedAgain: { readonly after: "fault" | "repair"; readonly seconds: number };
  /** Whether it is so for a share of them only: those that meet one of two servers. @default false */
  readonly partly?: boolean;
}

/** Who is not to notice may wait for this long: a machine that is busy is no fault. */
export const unnoticedSeconds = 2;

/** Nobody notices: no request fails or waits long. */
export function unnoticed(): Promised {
  return {
    mayFail: "none",
    waitSeconds: unnoticedSeconds,
    waiters: "any",
    servedAgain: { after: "fault", seconds: unnoticedSeconds },
  };
}

/** Requests wait until the architecture has helped itself, and none fails. */
export function waits(seconds: number, waiters: Promised["waiters"] = "any"): Promised {
  return {
    mayFail: "none",
    waitSeconds: seconds,
    waiters,
    servedAgain: { after: "fault", seconds },
  };
}

/** As `waits`, but what waits for longer than the shop holds requests (20 s) is refused. */
export function waitsOrFails(seconds: number, mayFail: Group | "any"): Promised {
  return { ...waits(seconds + 3, mayFail), mayFail, servedAgain: { after: "fault", seconds } };
}

/** Only what the lost server held waits until it is repaired; all else is served as before. */
export function heldWait(seconds: number, heldSeconds: number): Promised {
  return {
    mayFail: "none",
    waitSeconds: heldSeconds,
    waiters: "any",
    servedAgain: { after: "fault", seconds },
  };
}

/** Requests wait for the repair, and fail if it comes late. */
export function outage(seconds: number, mayFail: Group | "any" = "any"): Promised {
  return {
    mayFail,
    waitSeconds: 30,
    waiters: mayFail,
    servedAgain: { after: "repair", seconds },
  };
}

/** Requests wait for as long as the fault lasts, a little each, and none fails. */
export function slow(seconds: number, waiters: Promised["waiters"]): Promised {
  return {
    mayFail: "none",
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
  const { mayFail, waitSeconds, waiters, servedAgain, partly } = promised;
  const { after, seconds } = servedAgain;
  if (mayFail === "none" && waitSeconds <= unnoticedSeconds)
    return `nobody notices: none fails or waits ${waitSeconds} s`;

  const half = partly ? "every second of the " : "";
  const again = `all are served as before ${seconds} s after the ${after}`;
  if (mayFail === "none")
    return `none fails; ${half}${nounOf(waiters)} wait ${waitSeconds} s at the most; ${again}`;
  const others = mayFail === "any" ? "" : ", all else goes on";
  return `${half}${nounOf(mayFail)} wait or fail${others}; ${again}`;
}

function nounOf(group: Group | "any"): string {
  return group === "any" ? "requests" : group;
}
