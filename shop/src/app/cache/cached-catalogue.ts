import { Type } from "@sinclair/typebox";
import {
  type Catalogue,
  Product,
  ProductPage,
  type ProductReads,
  type ReportCacheResult,
  type Selection,
  similarOf,
} from "../catalogue.ts";
import { picturePath } from "../static-files.ts";
import type { Task } from "../task.ts";
import { fits } from "../validation.ts";
import type { CacheAside, Item } from "./cache-aside.ts";
import { ALL_PRODUCTS, categoryScope, productScope } from "./keys.ts";

/** A product, or that there is none. */
const Found = Type.Union([Product, Type.Null()]);

/** The catalogue through the cache; a read may be slightly stale. */
export class CachedCatalogue implements ProductReads {
  /**
   * @param any reads from any database server
   * @param current reads only from servers that have replayed every notified change
   */
  constructor(
    private readonly cache: CacheAside,
    private readonly any: Catalogue,
    private readonly current: Catalogue,
  ) {}

  async list(selection: Selection, task: Task, report: ReportCacheResult): Promise<ProductPage> {
    const { category, page } = selection;
    const scope = category === undefined ? ALL_PRODUCTS : categoryScope(category);
    const found = await this.get(report, {
      task,
      name: `${scope}:page:${page ?? "all"}`,
      scope,
      load: (from) => this[from].list(selection, task),
      isValid: (value) => fits(ProductPage, value),
    });
    return { ...found, products: found.products.map(withPicture) };
  }

  async find(id: number, task: Task, report: ReportCacheResult): Promise<Product | undefined> {
    const product = await this.get(report, {
      task,
      name: productScope(id),
      scope: productScope(id),
      load: async (from) => (await this[from].find(id, task)) ?? null,
      isValid: (value) => fits(Found, value),
    });
    return product === null ? undefined : withPicture(product);
  }

  /** From the cached list of its category, which all its products share. */
  async similar(product: Product, task: Task, report: ReportCacheResult): Promise<Product[]> {
    const { products } = await this.list({ category: product.category }, task, report);
    return similarOf(product, products);
  }

  private async get<T>(report: ReportCacheResult, item: Item<T>): Promise<T> {
    const { value, result } = await this.cache.get(item);
    report(result);
    return value;
  }
}

/** Sets the picture's path: a cached one may have the hash of another release. */
function withPicture(product: Product): Product {
  return { ...product, image: picturePath(product.id) };
}
