import type { StagePromise } from "../../../../constructs/app/promises.ts";
import type { Fault } from "../fault.ts";

/** Promises by the name of a tier, as in its fault `kill-<tier>`. */
export type Tiers = Readonly<Record<string, readonly StagePromise[]>>;

/** A tier whose first server a fault happens to, as `kill-<tier>` does. */
export interface Tier extends Pick<Fault, "find" | "noticed" | "promises"> {
  readonly tier: string;
  /** The server in words: `a web server`. */
  readonly subject: string;
}

/**
 * The tiers that have a fault `kill-<tier>`: an application without workers has none for them.
 * @param faults in which each fault's `what` is a server that `is lost`
 */
export function ofTiers(faults: readonly Fault[], tiers: Tiers): readonly Tier[] {
  return Object.entries(tiers).flatMap(([tier, promises]) => {
    const kill = faults.find(({ name }) => name === `kill-${tier}`);
    if (!kill) return [];
    const { what, find, noticed } = kill;
    return [{ tier, subject: what.replace(/ is lost$/, ""), find, noticed, promises }];
  });
}
