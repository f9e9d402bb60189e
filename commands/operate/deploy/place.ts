import type { Environment } from "../../../environment.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { type Labelled, labelOf, listLabelled } from "../../lib/labelled.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import { findLeftovers, type Leftover } from "../../lib/terraform/leftovers.ts";
import type { State } from "../../lib/terraform/state.ts";

/** A stage that is to be deployed, and what is where it is to be. */
export interface Place {
  readonly environment: Environment;
  readonly engine: Engine;
  readonly stack: Stack;
  readonly state: State;
  /** The containers and networks of the environment. */
  readonly labelled: readonly Labelled[];
  /** Of these, what the deploy removes first. */
  readonly leftovers: readonly Leftover[];
  /** What to type for this deploy, without variables: `npm run deploy stage-3`. */
  readonly command: string;
  /** The same with the variables of the environment. */
  readonly again: string;
}

/** What is known of a place before the engine is asked. */
export type Asked = Omit<Place, "labelled" | "leftovers">;

export async function lookAround(place: Asked): Promise<Place> {
  const label = labelOf(place.environment.name);
  const labelled = await listLabelled(label, ["container", "network"]);
  return { ...place, labelled, leftovers: findLeftovers(labelled, place.state) };
}
