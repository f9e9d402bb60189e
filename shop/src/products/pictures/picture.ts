import type { Design } from "../products.ts";
import { backpack } from "./backpack.ts";
import { chair } from "./chair.ts";
import { clock } from "./clock.ts";
import { cushion } from "./cushion.ts";
import { lamp } from "./lamp.ts";
import { mug } from "./mug.ts";
import { notebook } from "./notebook.ts";
import { plant } from "./plant.ts";
import type { Drawing } from "./shapes.ts";
import { speaker } from "./speaker.ts";
import { vase } from "./vase.ts";

const drawings: Record<string, Drawing> = {
  Mugs: mug,
  Lamps: lamp,
  Chairs: chair,
  Plants: plant,
  Backpacks: backpack,
  Notebooks: notebook,
  Clocks: clock,
  Vases: vase,
  Cushions: cushion,
  Speakers: speaker,
};

/** The product's picture, a flat illustration as an SVG document. */
export function picture(product: Design): string {
  const draw = drawings[product.category];
  if (draw === undefined) {
    throw new Error(`no picture for category ${product.category}: add a drawing of it`);
  }

  const { background, light } = product.colour;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img">',
    `<title>${product.name}</title>`,
    `<rect width="400" height="400" fill="${background}"/>`,
    `<circle cx="${product.id % 2 === 0 ? 290 : 110}" cy="130" r="92" fill="${light}" opacity=".28"/>`,
    draw(product.colour, product.variant),
    "</svg>\n",
  ].join("\n");
}
