/** A request that has ended. */
export interface Sample {
  readonly kind: string;
  /** Its planned time, in milliseconds since 1970. */
  readonly plannedAt: number;
  /** Latency from the planned time, also if it was sent later. */
  readonly milliseconds: number;
  /** Why it failed; the same reason has the same text, such as `answered 503`. */
  readonly failure?: string;
}

/** The progress of a load. */
export interface Progress {
  readonly sent: number;
  /** With the expected response. */
  readonly answered: number;
  readonly failed: number;
  readonly inFlight: number;
  /** Acknowledged writes. */
  readonly acknowledged: number;
}
