import { type Category, categories, series } from "./categories.ts";
import { type Colour, colours } from "./colours.ts";
import { random } from "./random.ts";

/** A product of the seed data. */
export interface Product {
  /** From 1 to 200. */
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly description: string;
  readonly priceCents: number;
}

/** A product with the attributes of its picture. */
export interface Design extends Product {
  readonly colour: Colour;
  /** Index of the category's shape, from 0 to 3. */
  readonly variant: number;
}

const perCategory = series.length;

/** The 200 products, the same on each run. Neighbouring ids differ in category, to mix pages. */
export const products: readonly Design[] = Array.from(
  { length: categories.length * perCategory },
  (_, index) => {
    const category = categories[index % categories.length] as Category;
    return design(index + 1, category, Math.floor(index / categories.length));
  },
);

function design(id: number, category: Category, round: number): Design {
  const next = random(id * 7919);
  const offset = categories.indexOf(category);
  const variant = (round + offset) % category.kinds.length;
  const colour = colours[(round * 3 + offset * 7) % colours.length] as Colour;
  const name = `${series[(round * 7 + offset * 3) % perCategory]} ${category.kinds[variant]}`;
  const range = category.toCents - category.fromCents;

  return {
    id,
    name,
    category: category.name,
    description: `${category.description} In ${colour.name.toLowerCase()}.`,
    priceCents: category.fromCents + Math.round((next() ** 1.5 * range) / 50) * 50,
    colour,
    variant,
  };
}
