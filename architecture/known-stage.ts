/** What a stage holds, as far as a running one is recognized by it. */
export interface KnownStage {
  /** `stage-3` */
  readonly stage: string;
  readonly servers: readonly KnownServer[];
}

/** A server of a stage, with what its container's labels don't say. */
export interface KnownServer {
  readonly name: string;
  /** The digest that its container has as a label. */
  readonly hash: string;
  /** CPU time in cores. */
  readonly cpus: number;
  readonly memoryMiB: number;
}
