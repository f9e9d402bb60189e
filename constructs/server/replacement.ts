/** How a changed server takes the place of the one that runs. */
export class Replacement {
  /**
   * The new one serves, under a new name, before the old one stops. For servers without data, and for
   * those that can share it.
   */
  static startFirst(options: Pick<ReplacementOptions, "waits"> = {}): Replacement {
    return new Replacement(true, false, options);
  }

  /** As `startFirst`, but the old one releases its data as soon as the new one is ready to take it. */
  static release(): Replacement {
    return new Replacement(true, true, {});
  }

  /** The old one stops first; the new one has its name. For data that one server uses alone. */
  static inPlace(options: ReplacementOptions = {}): Replacement {
    return new Replacement(false, false, options);
  }

  /** Whether a deploy waits until the server is healthy. */
  readonly waits: boolean;
  /** Whether a removal that the server refuses makes the deploy fail. */
  readonly mayRefuseToStop: boolean;

  private constructor(
    /** Whether the new server starts before the old one stops. */
    readonly startsFirst: boolean,
    /** Whether the old server releases its data to the new one. */
    readonly releasesData: boolean,
    { waits = true, mayRefuseToStop = false }: ReplacementOptions,
  ) {
    this.waits = waits;
    this.mayRefuseToStop = mayRefuseToStop;
  }
}

/** Options of a `Replacement`. */
export interface ReplacementOptions {
  /** Whether a deploy waits until the server is healthy. @default true */
  readonly waits?: boolean;
  /**
   * Whether a server that does not stop when it is removed makes the deploy fail after a minute, with
   * all as it was, instead of being killed.
   * @default false
   */
  readonly mayRefuseToStop?: boolean;
}
