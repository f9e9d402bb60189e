import type { Architecture } from "../../../architecture/model.ts";

/** An architecture, with the groups of machines that only observe the others. */
export interface ObservedArchitecture extends Architecture {
  readonly observers: readonly string[];
  /**
   * Each server's container, by the server's name in the architecture.
   * @default - none: it is a stage's architecture, not the running one
   */
  readonly containers?: Readonly<Record<string, LiveContainer>>;
}

/** The running architecture. */
export interface LiveArchitecture extends Architecture {
  /** By the server's name in the architecture. */
  readonly containers: Readonly<Record<string, LiveContainer>>;
}

/** The container that a server runs in. */
export interface LiveContainer {
  /** Its name without the environment, as in the metrics: `app-1-3142279d`. */
  readonly container: string;
  /** The name of its server: `app-1`. The server of a leaving container has a newer container. */
  readonly server: string;
  readonly phase: Phase;
}

/** A container's state; `leaving` while a newer container of its server replaces it. */
export type Phase = "starting" | "up" | "unhealthy" | "down" | "leaving";
