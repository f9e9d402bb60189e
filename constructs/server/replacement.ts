/** The strategy by which a changed server replaces the running one. */
export class Replacement {
  /**
   * Starts the new server, under a new name, before the old one stops. For servers without data, or
   * with data that two servers can share.
   */
  static startFirst(options: Pick<ReplacementOptions, "waits"> = {}): Replacement {
    return new Replacement(true, false, options);
  }

  /**
   * Like `startFirst`, but the old server releases its data when the new one is ready to acquire
   * it.
   */
  static release(): Replacement {
    return new Replacement(true, true, {});
  }

  /**
   * Stops the old server first; the new one has the same name. For data that only one server can
   * use.
   */
  static inPlace(options: ReplacementOptions = {}): Replacement {
    return new Replacement(false, false, options);
  }

  /** Whether a deploy waits until the server is healthy. */
  readonly waits: boolean;
  /** Whether the deploy fails if the server does not stop. */
  readonly mayRefuseToStop: boolean;
  /** How long a deploy waits until the server has stopped, before Docker kills it. */
  readonly stopSeconds: number;

  private constructor(
    /** Whether the new server starts before the old one stops. */
    readonly startsFirst: boolean,
    /** Whether the old server releases its data to the new one. */
    readonly releasesData: boolean,
    { waits = true, mayRefuseToStop = false, stopSeconds = 30 }: ReplacementOptions,
  ) {
    this.waits = waits;
    this.mayRefuseToStop = mayRefuseToStop;
    this.stopSeconds = stopSeconds;
  }
}

/** Options of a `Replacement`. */
export interface ReplacementOptions {
  /** Whether a deploy waits until the server is healthy. @default true */
  readonly waits?: boolean;
  /**
   * Whether the server may refuse to stop: then the deploy fails after a minute and changes
   * nothing, instead of killing the server.
   * @default false
   */
  readonly mayRefuseToStop?: boolean;
  /**
   * How long a deploy waits until the server has stopped, before Docker kills it.
   * @default 30
   */
  readonly stopSeconds?: number;
}
