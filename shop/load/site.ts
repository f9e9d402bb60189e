import { categoryNames, type Product, pageSize, similarOf } from "../src/app/catalogue.ts";
import { products } from "../src/products/products.ts";

/** Files of the layout, on each page. */
const LAYOUT_FILES = ["style.css", "favicon.svg"];
const catalogue: readonly Product[] = products.map((product) => ({
  ...product,
  image: `products/${product.id}.svg`,
}));

/** Pictures in the first viewport: a browser fetches the others (`loading="lazy"`) on scrolling. */
const VISIBLE_COUNT = 8;
/** On the first page, above the list. */
const HERO = [12, 2, 33];

/** The size of the catalogue, and the files of the shop's pages: by names without a hash. */
export const site = {
  products: catalogue.length,
  categories: categoryNames,
  pages: Math.ceil(catalogue.length / pageSize),

  /** Of a page of the catalogue. */
  filesOfCatalogue(page: number, category?: string): string[] {
    const listed = catalogue.filter((product) => !category || product.category === category);
    const shown = listed.slice((page - 1) * pageSize).slice(0, VISIBLE_COUNT);
    const first = !category && page === 1 ? HERO.map(find) : [];
    return filesOf([...first, ...shown]);
  },

  filesOfProduct(id: number): string[] {
    const product = find(id);
    const category = catalogue.filter((other) => other.category === product.category);
    return filesOf([product, ...similarOf(product, category)]);
  },

  /** Of a cart, a checkout or an order. */
  filesOfLines(ids: readonly number[]): string[] {
    return filesOf(ids.map(find));
  },
};

function find(id: number): Product {
  const product = catalogue.find((each) => each.id === id);
  if (!product) throw new Error(`the catalogue has no product ${id}`);
  return product;
}

function filesOf(shown: readonly Product[]): string[] {
  return [...new Set([...LAYOUT_FILES, ...shown.map(({ image }) => image)])];
}

/** Paths of the files that a page refers to, by their names without a hash. */
export function filesIn(page: string): Map<string, string> {
  const paths = page.match(/\/static\/[\w./-]+/g) ?? [];
  return new Map(paths.map((path) => [nameOf(path), path]));
}

function nameOf(path: string): string {
  return path.replace("/static/", "").replace(/\.[0-9a-f]{8}(\.\w+)$/, "$1");
}
