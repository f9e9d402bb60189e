import { readArchitecture } from "../../lib/stack/container.ts";
import { withMoves } from "../../lib/stack/moved.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import { billOf } from "./bill.ts";
import type { Changes, Side } from "./changes.ts";
import { linesOf, settingsOf } from "./lines.ts";
import { publicationsOf } from "./publication.ts";
import type { Risk } from "./risk.ts";
import { risksOf } from "./risks.ts";
import { compareSets } from "./sets.ts";
import { singlePointsOf } from "./single-points.ts";

/** The changes from one stage to another. */
export interface Comparison extends Changes {
  readonly risks: readonly Risk[];
}

export function compare(earlier: Stack, other: Stack): Comparison {
  const one = withMoves(earlier, other);
  const [before, after] = [sideOf(one), sideOf(other)];
  const comparison = {
    before,
    after,
    lines: linesOf(one, other),
    settings: settingsOf(one, other),
    connections: compareSets(
      before.architecture.connections,
      after.architecture.connections,
      ({ from, to, port }) => `${from} ${to} ${port}`,
    ),
    publications: compareSets(
      before.publications,
      after.publications,
      ({ server, address, port }) => `${server} ${address} ${port}`,
    ),
    singlePoints: compareSets(before.singlePoints, after.singlePoints, ({ machine }) => machine),
  };
  return { ...comparison, risks: risksOf(comparison) };
}

/** Whether nothing changes and there are no risks. */
export function isSame({ lines, settings, risks }: Comparison): boolean {
  return (
    [...lines, ...settings].every(({ change }) => change === "unchanged") && risks.length === 0
  );
}

/** Stacks are immutable, so their sides are cached. */
const cache = new WeakMap<Stack, Side>();

function sideOf(stack: Stack): Side {
  const side = cache.get(stack) ?? createSide(stack);
  cache.set(stack, side);
  return side;
}

function createSide(stack: Stack): Side {
  const architecture = readArchitecture(stack);
  return {
    stack,
    architecture,
    publications: publicationsOf(stack),
    singlePoints: singlePointsOf(architecture),
    bill: billOf(stack, architecture),
  };
}
