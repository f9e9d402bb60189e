import type { Environment } from "../../../environment.ts";
import type { ServerContainer } from "../../lib/server-containers.ts";
import type { Promised } from "./promise.ts";

/** Something that can go wrong, and what each stage promises for it. */
export interface Fault {
  /** Such as `kill-web`. */
  readonly name: string;
  /** What happens, as a sentence without its full stop. */
  readonly what: string;
  /** Finds the servers that it happens to; the first one gives it its name. */
  readonly find: (environment: Environment) => Promise<ServerContainer[]>;
  readonly way: Way;
  /** How long it lasts before it is repaired: long enough to show what the stage does by itself. */
  readonly seconds: number;
  /** Stages that are in none of these don't know the fault. */
  readonly promises: readonly StagePromise[];
  /** Whose log tells that the architecture has noticed. @default - nothing here notices it */
  readonly noticed?: Notice;
  /** The alert of stage-8 that is to tell of it. @default - none does */
  readonly alert?: string;
  /** Whether it happens to more than the shop, and so only if it is asked for by its name. @default false */
  readonly onlyNamed?: boolean;
}

/** What stages promise, the first and the last one of them included. */
export interface StagePromise {
  readonly from: number;
  readonly to: number;
  readonly promised: Promised;
}

/** How a fault is made and repaired. */
export interface Way {
  /** What is typed or done to make it, with `{}` for the first server's container. */
  readonly made: string;
  /** What an operator does about it. */
  readonly repaired: string;
  /** Makes it. It may be interrupted, and is then repaired like any other. */
  make(victims: readonly ServerContainer[]): Promise<void>;
  /** Ends it, also where it was made in part. No interruption ends this. */
  repair(victims: readonly ServerContainer[]): Promise<void>;
}

/** The first line of a log that tells that a fault was noticed. */
export interface Notice {
  /** Servers with one of these roles are to notice. */
  readonly roles: readonly string[];
  readonly line: RegExp;
}

/** What a stage promises for a fault; undefined where the stage does not have what it happens to. */
export function promiseOf({ promises }: Fault, stage: string): Promised | undefined {
  const number = numberOf(stage);
  return promises.find(({ from, to }) => from <= number && number <= to)?.promised;
}

/** Whether it can happen in a stage. */
export function appliesTo(fault: Fault, stage: string): boolean {
  return promiseOf(fault, stage) !== undefined;
}

export function numberOf(stage: string): number {
  return Number(stage.slice("stage-".length));
}

/** The same promise in all stages from one to another. */
export function stages(from: number, to: number, promised: Promised): StagePromise {
  return { from, to, promised };
}
