export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An SVG path through points from left to right, horizontal at each point. */
export function smooth(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (!start) return "";
  let path = `M${coordinates(start)}`;
  let last = start;
  for (const next of rest) {
    const middle = (last.x + next.x) / 2;
    path += `C${coordinates({ x: middle, y: last.y })} ${coordinates({ x: middle, y: next.y })} ${coordinates(next)}`;
    last = next;
  }
  return path;
}

function coordinates({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
