import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { IObservable } from "./interfaces.ts";

/** What exposes metrics in a stage by now, nested parts included, in the order in which it was made. */
export function observablesOf(scope: IConstruct): (IConstruct & IObservable)[] {
  return TerraformStack.of(scope).node.findAll().filter(isObservable);
}

function isObservable(construct: IConstruct): construct is IConstruct & IObservable {
  return "exposeMetricsTo" in construct;
}
