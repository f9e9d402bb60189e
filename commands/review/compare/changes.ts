import type { Architecture, Connection } from "../../../architecture/model.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import type { Bill } from "./bill.ts";
import type { Line } from "./line.ts";
import type { Publication } from "./publication.ts";
import type { Sets } from "./sets.ts";
import type { SinglePoint } from "./single-points.ts";

/** A stage, and what is derived from it. */
export interface Side {
  readonly stack: Stack;
  readonly architecture: Architecture;
  readonly publications: readonly Publication[];
  readonly singlePoints: readonly SinglePoint[];
  readonly bill: Bill;
}

/** The changes from one stage to another, before their risks are found. */
export interface Changes {
  readonly before: Side;
  readonly after: Side;
  /** One for each resource of either stage. */
  readonly lines: readonly Line[];
  /** One for each variable, provider and other block that is no resource. */
  readonly settings: readonly Line[];
  readonly connections: Sets<Connection>;
  readonly publications: Sets<Publication>;
  readonly singlePoints: Sets<SinglePoint>;
}
