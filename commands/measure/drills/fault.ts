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
  /** In the order of the stages; a stage before the first one does not have the fault's victim. */
  readonly promises: readonly StagePromise[];
  /** Whose log tells that the architecture has noticed. @default - nothing here notices it */
  readonly noticed?: Notice;
  /** The alert that reports it where a stage has an Alertmanager. @default - none does */
  readonly alert?: string;
  /** Whether it happens to more than the shop, and so only if it is asked for by its name. @default false */
  readonly onlyNamed?: boolean;
}

/** What stages promise from one of them on, until the next promise. */
export interface StagePromise {
  /** The number of the first of these stages. */
  readonly from: number;
  /** @default - these stages do not have the fault's victim */
  readonly promised?: Promised;
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
  return promises.findLast(({ from }) => from <= number)?.promised;
}

/** Whether it can happen in a stage. */
export function appliesTo(fault: Fault, stage: string): boolean {
  return promiseOf(fault, stage) !== undefined;
}

export function numberOf(stage: string): number {
  return Number(stage.slice("stage-".length));
}

/** The promise of a stage and of all later ones, until another one follows. */
export function from(stage: number, promised: Promised): StagePromise {
  return { from: stage, promised };
}

/** The fault's victim is not there from that stage on. */
export function goneFrom(stage: number): StagePromise {
  return { from: stage };
}
