/** A synthesized stage, to recognize which stage a running environment is. */
export interface KnownStage {
  /** `stage-3` */
  readonly stage: string;
  readonly servers: readonly KnownServer[];
}

/** A server of a stage, with the limits that its container's labels do not carry. */
export interface KnownServer {
  readonly name: string;
  /** The digest in its container's label `blueprint.hash`. */
  readonly hash: string;
  /** CPU time in cores. */
  readonly cpus: number;
  readonly memoryMiB: number;
}
