import type { Architecture } from "../../../architecture/model.ts";

/** A stage, and the groups whose machines only observe the others. */
export interface ObservedArchitecture extends Architecture {
  readonly observers: readonly string[];
  /**
   * Of what runs at the moment: each server's container, by the server's name in the architecture.
   * @default - it is a stage's, and does not change
   */
  readonly containers?: Readonly<Record<string, LiveContainer>>;
}

/** What runs at the moment. */
export interface LiveArchitecture extends Architecture {
  /** By the server's name in the architecture. */
  readonly containers: Readonly<Record<string, LiveContainer>>;
}

/** The container that a server runs in. */
export interface LiveContainer {
  /** Its name without the environment, which it has in metrics, too: `app-1-3142279d`. */
  readonly container: string;
  /** The server that it is of, which has another container if this one leaves: `app-1`. */
  readonly server: string;
  readonly phase: Phase;
}

/** How a container is; one leaves if there is a newer one of its server. */
export type Phase = "starting" | "up" | "unhealthy" | "down" | "leaving";
