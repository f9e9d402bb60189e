/** A request that ended. */
export interface Sample {
  readonly kind: string;
  /** When it was to be sent, in milliseconds since 1970. */
  readonly plannedAt: number;
  /** From the planned time to the end of the answer, also where it could be sent only later. */
  readonly milliseconds: number;
  /** Why it failed, in a few words that are the same for the same reason, such as `answered 503`. */
  readonly failure?: string;
}

/** How far a load has come. */
export interface Progress {
  readonly sent: number;
  /** Answered as they should be. */
  readonly answered: number;
  readonly failed: number;
  readonly underWay: number;
  /** Writes of which a client knows that they were done. */
  readonly acknowledged: number;
}
