import type { DeclaredFault } from "../../../constructs/app/faults.ts";
import type { Promised } from "../../../constructs/app/promises.ts";
import type { Environment } from "../../../environment.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";

/** A fault, and the promise of each stage for it. */
export interface Fault extends Omit<DeclaredFault, "victim" | "way"> {
  /** Finds its victims; the fault is named after the first one. */
  readonly find: (environment: Environment) => Promise<ServerContainer[]>;
  readonly way: Way;
  /**
   * Whether drills make it only if it is named: it affects more than the environment, or another fault
   * contains it.
   * @default false
   */
  readonly onlyNamed?: boolean;
  /**
   * Why it cannot be made in a stage here, such as what the engine's kernel lacks; undefined if it can.
   * Drills ask before they start.
   * @default - it can
   */
  readonly hindrance?: (stage: string) => Promise<string | undefined>;
}

/** How a fault is made and repaired. */
export interface Way {
  /** Whether it may be left on, by `npm run fault`. @default false */
  readonly stays?: boolean;
  /** The command or action that makes it. */
  readonly made: string;
  /** The command or action that repairs it. */
  readonly repaired: string;
  /** Makes it. May be interrupted: it is repaired then, too. */
  make(victims: readonly ServerContainer[]): Promise<void>;
  /** Repairs it, also if it was made only in part. Must not be interrupted. */
  repair(victims: readonly ServerContainer[]): Promise<void>;
}

/** The promise of a stage for a fault; undefined if the stage does not have its victim. */
export function promiseOf({ promises }: Fault, stage: string): Promised | undefined {
  const number = numberOf(stage);
  return promises.findLast(({ from }) => from <= number)?.promised;
}

/** Whether it can happen in a stage. */
export function appliesTo(fault: Fault, stage: string): boolean {
  return promiseOf(fault, stage) !== undefined;
}

export function numberOf(stage: string): number {
  return Number(stage.slice("stage-".length));
}
