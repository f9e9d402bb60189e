/** A category: names and price range of its products. */
export interface Category {
  readonly name: string;
  /** Kinds of product, one for each variant of the picture. */
  readonly kinds: readonly [string, string, string, string];
  readonly fromCents: number;
  readonly toCents: number;
  readonly description: string;
}

export const categories: readonly Category[] = [
  {
    name: "Mugs",
    kinds: ["Stoneware Mug", "Espresso Cup", "Latte Mug", "Enamel Mug"],
    fromCents: 900,
    toCents: 2800,
    description: "Thrown and glazed by hand, and happy in the dishwasher.",
  },
  {
    name: "Lamps",
    kinds: ["Table Lamp", "Dome Lamp", "Globe Lamp", "Desk Lamp"],
    fromCents: 3900,
    toCents: 14900,
    description: "A warm, dimmable light for reading late and staying up later.",
  },
  {
    name: "Chairs",
    kinds: ["Dining Chair", "Armchair", "Bar Stool", "Lounge Chair"],
    fromCents: 8900,
    toCents: 42900,
    description: "Solid beech under a seat that stays comfortable after dessert.",
  },
  {
    name: "Plants",
    kinds: ["Monstera", "Snake Plant", "Barrel Cactus", "Olive Tree"],
    fromCents: 1200,
    toCents: 5900,
    description: "Grown slowly, sent in its pot, and forgiving when forgotten.",
  },
  {
    name: "Backpacks",
    kinds: ["Day Pack", "Roll-Top Pack", "Trail Pack", "City Pack"],
    fromCents: 4900,
    toCents: 15900,
    description: "Waxed cotton, a padded sleeve, and a pocket for everything else.",
  },
  {
    name: "Notebooks",
    kinds: ["Dotted Notebook", "Ruled Journal", "Sketchbook", "Weekly Planner"],
    fromCents: 700,
    toCents: 2900,
    description: "Thread-bound, lies flat, and takes a fountain pen without a smudge.",
  },
  {
    name: "Clocks",
    kinds: ["Wall Clock", "Station Clock", "Alarm Clock", "Mantel Clock"],
    fromCents: 2400,
    toCents: 11900,
    description: "A silent sweep movement, and a face that reads from across the room.",
  },
  {
    name: "Vases",
    kinds: ["Bottle Vase", "Bud Vase", "Amphora Vase", "Cylinder Vase"],
    fromCents: 1900,
    toCents: 8900,
    description: "Matte outside, watertight inside, handsome even when empty.",
  },
  {
    name: "Cushions",
    kinds: ["Striped Cushion", "Dotted Cushion", "Linen Cushion", "Patchwork Cushion"],
    fromCents: 1900,
    toCents: 6900,
    description: "Washed linen with a feather filling that keeps its shape.",
  },
  {
    name: "Speakers",
    kinds: ["Bookshelf Speaker", "Travel Speaker", "Table Radio", "Studio Speaker"],
    fromCents: 5900,
    toCents: 29900,
    description: "Clear at breakfast volume, convincing at party volume.",
  },
];

/** Product series; each occurs at most once in a category. */
export const series: readonly string[] = [
  "Alba",
  "Aster",
  "Birk",
  "Calla",
  "Dorset",
  "Elva",
  "Fjord",
  "Gale",
  "Harbour",
  "Isla",
  "Juno",
  "Kelda",
  "Lund",
  "Morrow",
  "Nora",
  "Orkney",
  "Pico",
  "Quill",
  "Rowan",
  "Solstice",
];
