import { categoryNames, type Product, pageSize, similarOf } from "../src/app/catalogue.ts";
import { products } from "../src/products/products.ts";

const surroundings = ["style.css", "favicon.svg"];
const catalogue: readonly Product[] = products.map((product) => ({
  ...product,
  image: `products/${product.id}.svg`,
}));

/** Pictures that a browser fetches before anybody scrolls: the others are `loading="lazy"`. */
const visible = 8;
/** On the first page, above the list. */
const hero = [12, 2, 33];

/** What the shop's pages look like, as far as a browser fetches files for them. */
export const site = {
  products: catalogue.length,
  categories: categoryNames,
  pages: Math.ceil(catalogue.length / pageSize),

  /** The files that a page of the catalogue makes a browser fetch, by their names without a hash. */
  filesOfCatalogue(page: number, category?: string): string[] {
    const listed = catalogue.filter((product) => !category || product.category === category);
    const shown = listed.slice((page - 1) * pageSize).slice(0, visible);
    const first = !category && page === 1 ? hero.map(find) : [];
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
  return [...new Set([...surroundings, ...shown.map(({ image }) => image)])];
}

/** Where the files are that a page names, by their names without a hash. */
export function filesIn(page: string): Map<string, string> {
  const paths = page.match(/\/static\/[\w./-]+/g) ?? [];
  return new Map(paths.map((path) => [nameOf(path), path]));
}

function nameOf(path: string): string {
  return path.replace("/static/", "").replace(/\.[0-9a-f]{8}(\.\w+)$/, "$1");
}
