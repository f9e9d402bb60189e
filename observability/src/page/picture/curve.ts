export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An SVG path through points from left to right, horizontal at each point. */
export function smooth(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (!start) return "";
  let path = `M${place(start)}`;
  let last = start;
  for (const next of rest) {
    const middle = (last.x + next.x) / 2;
    path += `C${place({ x: middle, y: last.y })} ${place({ x: middle, y: next.y })} ${place(next)}`;
    last = next;
  }
  return path;
}

function place({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
