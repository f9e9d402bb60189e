import type { DeclaredFault } from "../../../constructs/app/faults.ts";
import type { Promised } from "../../../constructs/app/promises.ts";
import type { Environment } from "../../../environment.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";

/** Something that can go wrong, and what each stage promises for it. */
export interface Fault extends Omit<DeclaredFault, "victim" | "way"> {
  /** Finds the servers that it happens to; the first one gives it its name. */
  readonly find: (environment: Environment) => Promise<ServerContainer[]>;
  readonly way: Way;
  /** Whether it happens to more than the environment, and so only if it is named. @default false */
  readonly onlyNamed?: boolean;
}

/** How a fault is made and repaired. */
export interface Way {
  /** Whether it may be left on: `npm run fault` makes and repairs it, too. @default false */
  readonly stays?: boolean;
  /** What is typed or done to make it. */
  readonly made: string;
  /** What an operator does about it. */
  readonly repaired: string;
  /** Makes it. It may be interrupted, and is then repaired like any other. */
  make(victims: readonly ServerContainer[]): Promise<void>;
  /** Ends it, also where it was made in part. No interruption ends this. */
  repair(victims: readonly ServerContainer[]): Promise<void>;
}

/** What a stage promises for a fault; undefined where the stage does not have what it happens to. */
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
