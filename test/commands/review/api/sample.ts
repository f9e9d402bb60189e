export class Plain {
  readonly name = "plain";
  /** Has a docstring. */
  readonly port = 80;
  protected readonly inside = "needs none";

  constructor(private readonly props: PlainProps) {}

  stop(): PlainProps {
    return this.props;
  }
}

/** Props of a `Plain`. */
export interface PlainProps {
  /** @default 1 */
  readonly servers?: number;
  /** Has no default. */
  readonly size?: number;
}

/** Has the docstrings of what it implements. */
export class Documented implements IStoppable {
  constructor(readonly port: number) {}

  stop(): void {}
}

interface IStoppable {
  /** The port. */
  readonly port: number;
  /** Stops. */
  stop(): void;
}
