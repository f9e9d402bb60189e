import type { Architecture } from "../../../architecture/model.ts";

/** A stage, and the groups whose machines only observe the others. */
export interface ObservedArchitecture extends Architecture {
  readonly observers: readonly string[];
}
