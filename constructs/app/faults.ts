import type { StagePromise } from "./promises.ts";

/** The module of an application's own faults, which `faults` of its declaration imports. */
export interface Faults {
  /** Its faults, in the order of reports. */
  readonly default: readonly DeclaredFault[];
  /**
   * The log lines by which its programs show that a service fails, by the service's name, such as
   * `DATABASE`.
   * @default - none: drills do not report when its programs detect a fault of a service
   */
  readonly notices?: Readonly<Record<string, RegExp>>;
}

/** A fault of a server that the application brings. */
export interface DeclaredFault {
  /** Its name: lower-case words, joined by hyphens. */
  readonly name: string;
  /** What happens, as a sentence without its full stop. */
  readonly what: string;
  /** The role of the server that it happens to; the first one of several. */
  readonly victim: string;
  /** How it is made: `docker kill`, `docker pause`, or commands. */
  readonly way: "kill" | "freeze" | CommandWay;
  /** How long it lasts before it is repaired: longer than a stage needs to recover by itself. */
  readonly seconds: number;
  /** In the order of the stages; a stage before the first one does not have the victim. */
  readonly promises: readonly StagePromise[];
  /** The log line that shows that it was detected. @default - no server detects it */
  readonly noticed?: Notice;
  /** The alert that reports it where a stage has an Alertmanager. @default - none does */
  readonly alert?: string;
}

/** Commands that run in the victim's container, without a shell. */
export interface CommandWay {
  /** Makes the fault. */
  readonly make: readonly string[];
  /** Repairs it, also if it was not made. */
  readonly repair: readonly string[];
}

/** The log line that shows that a fault was detected. */
export interface Notice {
  /** The roles of the servers that should detect it. */
  readonly roles: readonly string[];
  /** Matches the line. */
  readonly line: RegExp;
}
