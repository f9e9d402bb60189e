/** A Docker engine that answers. */
export interface Engine {
  readonly version: string;
  /** Its address, such as `unix:///var/run/docker.sock`. */
  readonly address: string;
  /** Its data folder, such as `/var/lib/docker`. */
  readonly folder: string;
}

/** Whether an engine answers, and why not. */
export interface EngineState {
  readonly engine?: Engine;
  readonly hasCommand: boolean;
  readonly address: string;
  /** Why it did not answer: Docker's error message. */
  readonly reason: string;
}
