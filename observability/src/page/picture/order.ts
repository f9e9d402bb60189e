import type { Point } from "./curve.ts";

/** Counts the crossings of lines through points, from one column to the next. */
export function crossings(lines: readonly (readonly Point[])[]): number {
  const pieces = lines.flatMap((line) =>
    line.slice(1).map((end, index) => ({ start: line[index] as Point, end })),
  );
  let count = 0;
  for (const [index, one] of pieces.entries()) {
    for (const other of pieces.slice(index + 1)) {
      const isSameColumn = Math.abs(one.start.x - other.start.x) < 1;
      const above = (one.start.y - other.start.y) * (one.end.y - other.end.y);
      if (isSameColumn && above < 0) count++;
    }
  }
  return count;
}

/** The total vertical distance of lines. */
export function climb(lines: readonly (readonly Point[])[]): number {
  const heights = lines.flatMap((line) =>
    line.slice(1).map(({ y }, index) => Math.abs(y - (line[index] as Point).y)),
  );
  return heights.reduce((sum, height) => sum + height, 0);
}

/** Returns shuffled copies of a list, the same ones each time; the first is not shuffled. */
export function orders<T>(list: readonly T[], count: number): T[][] {
  const all = [[...list]];
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  while (all.length < count) {
    const order = [...list];
    for (let last = order.length - 1; last > 0; last--) {
      const other = random(last + 1);
      [order[last], order[other]] = [order[other] as T, order[last] as T];
    }
    all.push(order);
  }
  return all;
}
