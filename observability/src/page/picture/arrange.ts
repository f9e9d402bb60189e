import dagre from "@dagrejs/dagre";
import type { Arrow } from "../../../../architecture/picture.ts";
import type { Point } from "./curve.ts";
import { climb, crossings, orders } from "./order.ts";

/** A rectangle to arrange, as large as a stack. */
export interface Block {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** The positions of blocks and arrows. */
export interface Arrangement {
  readonly width: number;
  readonly height: number;
  /** The centre of each block, by its id. */
  readonly blocks: ReadonlyMap<string, Point>;
  /** By the arrow's id: the centre of its label, and its bends. */
  readonly edges: ReadonlyMap<string, { readonly label: Point; readonly bends: readonly Point[] }>;
}

/** dagre's result depends on the order of its input: the best of this many orders is used. */
const TRIES = 40;
/** The cost of a crossing, as the length of a detour. */
const CROSSING = 400;

/** Arranges blocks from left to right, with space for the arrows' labels and few crossings. */
export function arrange(
  blocks: readonly Block[],
  arrows: readonly Arrow[],
  label: { readonly width: number; readonly height: number },
): Arrangement {
  const tries = orders(blocks, TRIES).map((order) => {
    const arrangement = arrangeOnce(order, arrows, label);
    const lines = arrows.map(({ id, from, to }) => [
      arrangement.blocks.get(from) as Point,
      ...(arrangement.edges.get(id)?.bends ?? []),
      arrangement.blocks.get(to) as Point,
    ]);
    const cost = crossings(lines) * CROSSING + climb(lines) + slant(arrangement);
    return { arrangement, cost };
  });
  return tries.reduce((best, each) => (each.cost < best.cost ? each : best)).arrangement;
}

/** The sum of the blocks' distances from the middle. */
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
    edges: new Map(
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
