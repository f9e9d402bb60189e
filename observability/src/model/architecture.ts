/** A stage's description, as `constructs/architecture.ts` makes it. */
export interface Architecture {
  readonly stage: string;
  readonly machines: readonly Machine[];
  readonly connections: readonly { readonly from: string; readonly to: string }[];
}

/** A device on which one server runs, or several that share it. */
export interface Machine {
  readonly name: string;
  /** The part of the stage that it belongs to: `database`, `cdn`. */
  readonly group: string;
  readonly size: { readonly name: string; readonly cpus: number; readonly memoryMiB: number };
  readonly servers: readonly { readonly name: string; readonly role: string }[];
}

/** A stage, and the groups whose machines only observe the others. */
export interface ObservedArchitecture extends Architecture {
  readonly observers: readonly string[];
}
