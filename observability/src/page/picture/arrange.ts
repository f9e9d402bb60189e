import dagre from "@dagrejs/dagre";
import type { Arrow } from "../../../../architecture/picture.ts";
import type { Point } from "./curve.ts";
import { climb, crossings, orders } from "./order.ts";

/** What is arranged: a rectangle of a stack's size. */
export interface Block {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** Where blocks and arrows are. */
export interface Arrangement {
  readonly width: number;
  readonly height: number;
  /** The middle of each block, by its id. */
  readonly blocks: ReadonlyMap<string, Point>;
  /** By the arrow's id: the middle of its label, and where it bends. */
  readonly ways: ReadonlyMap<string, { readonly label: Point; readonly bends: readonly Point[] }>;
}

/** What dagre finds depends on the order in which it is told: the best of so many is taken. */
const TRIES = 40;
/** A crossing is worse than a detour of that length. */
const CROSSING = 400;

/** Arranges blocks from left to right, with room for the arrows' labels and few crossings. */
export function arrange(
  blocks: readonly Block[],
  arrows: readonly Arrow[],
  label: { readonly width: number; readonly height: number },
): Arrangement {
  const tries = orders(blocks, TRIES).map((order) => {
    const arrangement = arrangeOnce(order, arrows, label);
    const lines = arrows.map(({ id, from, to }) => [
      arrangement.blocks.get(from) as Point,
      ...(arrangement.ways.get(id)?.bends ?? []),
      arrangement.blocks.get(to) as Point,
    ]);
    const cost = crossings(lines) * CROSSING + climb(lines) + slant(arrangement);
    return { arrangement, cost };
  });
  return tries.reduce((best, each) => (each.cost < best.cost ? each : best)).arrangement;
}

/** How far the blocks are from the middle, all together. */
function slant({ blocks, height }: Arrangement): number {
  const heights = [...blocks.values()].map(({ y }) => Math.abs(y - height / 2));
  return heights.reduce((sum, each) => sum + each, 0);
}

function arrangeOnce(
  blocks: readonly Block[],
  arrows: readonly Arrow[],
  label: { readonly width: number; readonly height: number },
): Arrangement {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 10, edgesep: 6, ranksep: 8, marginx: 4, marginy: 4 });
  const rank = new Map(blocks.map(({ id }, index) => [id, index]));
  const place = (id: string) => rank.get(id) ?? 0;
  for (const { id, width, height } of blocks) graph.setNode(id, { width, height });
  const inOrder = [...arrows].sort(
    (one, other) => place(one.from) - place(other.from) || place(one.to) - place(other.to),
  );
  for (const { from, to } of inOrder) graph.setEdge(from, to, { ...label, labelpos: "c" });
  dagre.layout(graph);

  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    blocks: new Map(blocks.map(({ id }) => [id, point(graph.node(id))])),
    ways: new Map(
      arrows.map(({ id, from, to }) => {
        const edge = graph.edge(from, to);
        return [id, { label: point(edge), bends: edge.points.slice(1, -1).map(point) }];
      }),
    ),
  };
}

function point({ x = 0, y = 0 }: { x?: number; y?: number }): Point {
  return { x, y };
}
