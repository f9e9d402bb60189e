import type { Machine } from "../../../../architecture/model.ts";
import {
  type Arrow,
  CUSTOMERS,
  type Picture,
  type Tier,
} from "../../../../architecture/picture.ts";
import { type Arrangement, arrange } from "./arrange.ts";
import { type Point, smooth } from "./curve.ts";
import { type Stack, stacksOf } from "./stacks.ts";

/** A rectangle; its position is the upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedTier extends Box {
  readonly tier: Tier;
  readonly machines: readonly (Box & { readonly machine: Machine })[];
}

export interface PlacedArrow {
  readonly arrow: Arrow;
  /** The `d` of an SVG path. */
  readonly path: string;
  /** The centre of its label. */
  readonly label: Point;
  /** Whether it leads from stack to stack, with a label of two lines; otherwise one beside it. */
  readonly isAcross: boolean;
}

/** The positions of everything in the picture. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** From left to right, and from top to bottom. */
  readonly tiers: readonly PlacedTier[];
  readonly arrows: readonly PlacedArrow[];
  /** The box of the customers, before the public address. @default - there is no public address */
  readonly customers?: Box;
}

/** The size of a machine's box, and the space around it. */
export const MACHINE = { width: 130, height: 59, gap: 5 };
export const TIER = { padding: 6, title: 31 };
const CUSTOMERS_HEIGHT = 34;
const STACK_GAP = 26;
const LABEL = { width: 64, height: 30 };
/** The distance between the ends of arrows at one tier. */
const PORT_GAP = 13;

/** Lays a picture out from left to right: clients are left of their upstreams. */
export function layOut(picture: Picture): Layout {
  const { stacks, between } = stacksOf(picture);
  const sizes = new Map(picture.tiers.map((tier) => [tier.id, tierHeight(tier)]));
  sizes.set(CUSTOMERS, CUSTOMERS_HEIGHT);
  const width = MACHINE.width + 2 * TIER.padding;
  const blocks = stacks.map((stack) => ({
    id: stack.main,
    width,
    height: stackHeight(stack, sizes),
  }));
  const arrangement = arrange(blocks, between, LABEL);
  const boxes = new Map<string, Box>();
  for (const [index, { main, members }] of stacks.entries()) {
    const { x, y } = arrangement.blocks.get(main) as Point;
    let top = y - (blocks[index]?.height ?? 0) / 2;
    for (const id of members) {
      const height = sizes.get(id) ?? 0;
      boxes.set(id, { x: x - width / 2, y: top, width, height });
      top += height + STACK_GAP;
    }
  }
  const box = (id: string) => boxes.get(id) as Box;
  return {
    width: arrangement.width,
    height: arrangement.height,
    tiers: picture.tiers
      .map((tier) => placed(tier, box(tier.id)))
      .sort((one, other) => one.x - other.x || one.y - other.y),
    arrows: picture.arrows.map((arrow) => {
      const edge = arrangement.edges.get(arrow.id);
      if (!edge) return within(arrow, box(arrow.from), box(arrow.to));
      const start = port(box(arrow.from), "from", arrow, between, arrangement);
      const end = port(box(arrow.to), "to", arrow, between, arrangement);
      return {
        arrow,
        path: smooth([start, ...edge.bends, end]),
        label: edge.label,
        isAcross: true,
      };
    }),
    customers: boxes.get(CUSTOMERS),
  };
}

function tierHeight({ machines }: Tier): number {
  const { height, gap } = MACHINE;
  return TIER.title + machines.length * (height + gap) - gap + TIER.padding;
}

function stackHeight({ members }: Stack, sizes: ReadonlyMap<string, number>): number {
  const heights = members.map((id) => sizes.get(id) ?? 0);
  return heights.reduce((sum, height) => sum + height + STACK_GAP) ?? 0;
}

function placed(tier: Tier, box: Box): PlacedTier {
  const { width, height, gap } = MACHINE;
  return {
    ...box,
    tier,
    machines: tier.machines.map((machine, index) => ({
      machine,
      x: box.x + TIER.padding,
      y: box.y + TIER.title + index * (height + gap),
      width,
      height,
    })),
  };
}

/** An arrow inside a stack is a vertical line. */
function within(arrow: Arrow, from: Box, to: Box): PlacedArrow {
  const isDown = from.y < to.y;
  const x = from.x + from.width / 2 - 26;
  const [start, end] = isDown ? [from.y + from.height, to.y] : [from.y, to.y + to.height];
  return {
    arrow,
    path: `M${x},${start}L${x},${end + (isDown ? -3 : 3)}`,
    label: { x: x + 12, y: (start + end) / 2 },
    isAcross: false,
  };
}

/** Where an arrow leaves or reaches a tier: the arrows' ends are spread out, sorted by height. */
function port(
  { x, y, width, height }: Box,
  end: "from" | "to",
  arrow: Arrow,
  arrows: readonly Arrow[],
  { edges }: Arrangement,
): Point {
  const heightOf = ({ id }: Arrow) => edges.get(id)?.bends.at(end === "from" ? 0 : -1)?.y ?? 0;
  const here = arrows
    .filter((each) => each[end] === arrow[end])
    .sort((one, other) => heightOf(one) - heightOf(other));
  const offset = (here.indexOf(arrow) - (here.length - 1) / 2) * PORT_GAP;
  return { x: end === "from" ? x + width : x - 3, y: y + height / 2 + offset };
}
