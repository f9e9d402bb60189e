/** An expected failure: printed as one sentence, without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** The user asked to stop (Ctrl-C). */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(message = "stopped: nothing is lost, the same command continues from here") {
    super(message);
  }
}
