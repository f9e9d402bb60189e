import type { StagePromise } from "./promises.ts";

/** What can fail of an application: the module that `faults` of its declaration imports. */
export interface Faults {
  readonly default: readonly DeclaredFault[];
  /**
   * What its programs print when a service fails, by the service's name, such as `DATABASE`.
   * @default - they print nothing: a drill does not report when they detect that
   */
  readonly notices?: Readonly<Record<string, RegExp>>;
}

/** Something that can go wrong with a server that the application brings. */
export interface DeclaredFault {
  /** Lower-case words, joined by hyphens. */
  readonly name: string;
  /** What happens, as a sentence without its full stop. */
  readonly what: string;
  /** The role of the server that it happens to; the first one of several. */
  readonly victim: string;
  readonly way: "kill" | "freeze" | CommandWay;
  /** How long it lasts before it is repaired: longer than a stage needs to recover by itself. */
  readonly seconds: number;
  /** In the order of the stages; a stage before the first one does not have the victim. */
  readonly promises: readonly StagePromise[];
  /** @default - no server here detects it */
  readonly noticed?: Notice;
  /** The alert that reports it where a stage has an Alertmanager. @default - none does */
  readonly alert?: string;
}

/** Commands that are run in the victim's container, without a shell. */
export interface CommandWay {
  readonly make: readonly string[];
  readonly repair: readonly string[];
}

/** The log line that shows that a fault was detected. */
export interface Notice {
  /** The roles of the servers that should detect it. */
  readonly roles: readonly string[];
  readonly line: RegExp;
}
