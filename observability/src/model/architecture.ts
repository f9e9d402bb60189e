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

/** The architecture that runs now. */
export interface LiveArchitecture extends Architecture {
  /** By the server's name in the architecture. */
  readonly containers: Readonly<Record<string, LiveContainer>>;
}

/** The container that a server runs in. */
export interface LiveContainer {
  /** Its name without the environment, as in the metrics: `app-1-3142279d`. */
  readonly container: string;
  /** The server that it belongs to; a leaving container's server has a newer one: `app-1`. */
  readonly server: string;
  readonly phase: Phase;
}

/** A container's state; `leaving` while a newer container of its server replaces it. */
export type Phase = "starting" | "up" | "unhealthy" | "down" | "leaving";
