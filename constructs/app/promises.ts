import type { Group } from "./load.ts";

/** What stages promise for a fault, from one of them on, until the next promise. */
export interface StagePromise {
  /** The number of the first of these stages. */
  readonly from: number;
  /** What they promise. @default - these stages do not have the fault's victim */
  readonly promised?: Promised;
}

/** The promise of a stage and of all later ones, until another one follows. */
export function from(stage: number, promised: Promised): StagePromise {
  return { from: stage, promised };
}

/** The fault's victim is not there from that stage on. */
export function goneFrom(stage: number): StagePromise {
  return { from: stage };
}

/**
 * What a stage promises for a fault. That no acknowledged write is lost or done twice is always
 * promised.
 */
export interface Promised {
  /** Which requests may fail until they are served as before. */
  readonly mayFail: "none" | Group | "any";
  /** How long a request waits at least before it fails. */
  readonly patienceSeconds: number;
  /** How long a request that does not fail may wait at most, if it is one of the `waiters`. */
  readonly waitSeconds: number;
  /** Whether that counts from the repair, for requests that the fault holds while it lasts. @default false */
  readonly heldUntilRepair?: boolean;
  /** Which requests may wait that long; the others may wait for two seconds. */
  readonly waiters: Group | "any";
  /** By when newly arriving requests are served as before. */
  readonly servedAgain: { readonly after: "fault" | "repair"; readonly seconds: number };
  /** Whether it is so for a share of them only: those that meet one of two servers. @default false */
  readonly partly?: boolean;
  /**
   * How large a share of the requests under the fault may fail or take longer than a second: from 0 to 1.
   * @default 1
   */
  readonly share?: number;
}

/** Proxies hold a request for 20 s, app servers for 27 s; then they refuse it. */
const HELD_SECONDS = 19;

/** A request that is not disturbed may wait for this long: a busy machine is no fault. */
export const UNNOTICED_SECONDS = 2;

/** No client-visible impact: no request fails or waits long. */
export function unnoticed(): Promised {
  return waits(UNNOTICED_SECONDS);
}

/** Requests wait until the stage has recovered by itself, and none fails. */
export function waits(seconds: number, waiters: Promised["waiters"] = "any"): Promised {
  return {
    mayFail: "none",
    patienceSeconds: 0,
    waitSeconds: seconds,
    waiters,
    servedAgain: { after: "fault", seconds },
  };
}

/**
 * Requests wait for the repair, and fail if it comes late: after 20 s. A visitor may meet that twice.
 * @param seconds by when all are served as before: first, servers answer the requests that waited. That
 * took 4 s on two cores after an outage of 12 s at 20 requests/s, and 7.4 s with cold app servers
 */
export function outage(seconds: number, mayFail: Group | "any" = "any"): Promised {
  return {
    mayFail,
    patienceSeconds: HELD_SECONDS,
    waitSeconds: seconds,
    heldUntilRepair: true,
    waiters: mayFail,
    servedAgain: { after: "repair", seconds },
  };
}

/** No server holds requests until the repair: they fail at once, or after a few seconds. */
export function refusal(
  seconds: number,
  mayFail: Group | "any" = "any",
  patienceSeconds = 0,
): Promised {
  return { ...outage(seconds, mayFail), patienceSeconds };
}

/**
 * Requests wait for as long as the fault lasts, a little each, and none fails.
 * @param share how large a share of all requests may take longer than a second: less than 1 where other
 * servers take over
 */
export function slow(seconds: number, waiters: Promised["waiters"], share = 1): Promised {
  return { ...waits(seconds, waiters), servedAgain: { after: "repair", seconds }, share };
}

/** The same for every second request: those that meet the one of two servers. */
export function partly(promised: Promised): Promised {
  return { ...promised, partly: true };
}
