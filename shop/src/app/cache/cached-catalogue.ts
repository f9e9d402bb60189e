import type {
  Catalogue,
  Product,
  ProductPage,
  ProductReads,
  Selection,
  TellCached,
} from "../catalogue.ts";
import { similarOf } from "../catalogue.ts";
import { picturePath } from "../static-files.ts";
import type { Task } from "../task.ts";
import type { CacheAside, Item } from "./cache-aside.ts";
import { everything, ofCategory, ofProduct } from "./keys.ts";

/** The catalogue as the cache has it: what it says may be a moment old. */
export class CachedCatalogue implements ProductReads {
  /**
   * @param any asks whichever server answers
   * @param current asks only servers that have every change that was told
   */
  constructor(
    private readonly cache: CacheAside,
    private readonly any: Catalogue,
    private readonly current: Catalogue,
  ) {}

  async list(selection: Selection, task: Task, tell: TellCached): Promise<ProductPage> {
    const { category, page } = selection;
    const scope = category === undefined ? everything : ofCategory(category);
    const found = await this.get(tell, {
      task,
      name: `${scope}:page:${page ?? "all"}`,
      scope,
      load: (from) => this[from].list(selection, task),
      accepts: isPage,
    });
    return { ...found, products: found.products.map(withPicture) };
  }

  async find(id: number, task: Task, tell: TellCached): Promise<Product | undefined> {
    const product = await this.get(tell, {
      task,
      name: ofProduct(id),
      scope: ofProduct(id),
      load: async (from) => (await this[from].find(id, task)) ?? null,
      accepts: (value): value is Product | null => value === null || isProduct(value),
    });
    return product === null ? undefined : withPicture(product);
  }

  /** From its category's list, which all products of the category share. */
  async similar(product: Product, task: Task, tell: TellCached): Promise<Product[]> {
    const { products } = await this.list({ category: product.category }, task, tell);
    return similarOf(product, products);
  }

  private async get<T>(tell: TellCached, item: Item<T>): Promise<T> {
    const { value, result } = await this.cache.get(item);
    tell(result);
    return value;
  }
}

/** A picture has another name in each release that changes it, and others write into the cache, too. */
function withPicture(product: Product): Product {
  return { ...product, image: picturePath(product.id) };
}

const types: Readonly<Record<keyof Product, "number" | "string">> = {
  id: "number",
  name: "string",
  category: "string",
  description: "string",
  priceCents: "number",
  image: "string",
};

function isProduct(value: unknown): value is Product {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  return Object.entries(types).every(([name, type]) => typeof fields[name] === type);
}

function isPage(value: unknown): value is ProductPage {
  if (typeof value !== "object" || value === null) return false;
  const { products, total } = value as Partial<ProductPage>;
  return typeof total === "number" && Array.isArray(products) && products.every(isProduct);
}
