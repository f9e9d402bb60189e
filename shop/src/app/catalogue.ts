import { type Static, Type } from "@sinclair/typebox";
import { categories } from "../products/categories.ts";
import type { CacheResult } from "./cache/counters.ts";
import type { Query } from "./database/pool.ts";
import type { Reads } from "./database/reads.ts";
import { ProductId } from "./orders/line.ts";
import { picturePath } from "./static-files.ts";
import type { Task } from "./task.ts";

/** A product as it is sold. */
export const Product = Type.Object({
  id: ProductId,
  name: Type.String(),
  category: Type.String(),
  description: Type.String(),
  priceCents: Type.Integer(),
  image: Type.String({ description: "the path of its picture" }),
});

export type Product = Readonly<Static<typeof Product>>;

export const ProductPage = Type.Object({
  products: Type.Array(Product),
  total: Type.Integer({ description: "the number of products on all pages" }),
});

export type ProductPage = Readonly<Static<typeof ProductPage>>;

export interface Selection {
  readonly category?: string;
  /** @default - all products on one page */
  readonly page?: number;
}

/** Called with the cache result of each read. Not called without a cache. */
export type ReportCacheResult = (result: CacheResult) => void;

/** Reads of the catalogue. */
export interface ProductReads {
  list(selection: Selection, task: Task, report: ReportCacheResult): Promise<ProductPage>;
  find(id: number, task: Task, report: ReportCacheResult): Promise<Product | undefined>;
  /** Other products of its category: the next ones, then the first. */
  similar(product: Product, task: Task, report: ReportCacheResult): Promise<Product[]>;
}

export const pageSize = 24;
export const categoryNames = categories.map(({ name }) => name);

const SIMILAR_COUNT = 4;

const COLUMNS = "id, name, category, description, price_cents";

interface Row {
  id: number;
  name: string;
  category: string;
  description: string;
  price_cents: number;
}

/** The products in the database; a read may be slightly stale. */
export class Catalogue implements ProductReads {
  constructor(private readonly reads: Reads) {}

  list({ category, page }: Selection, task: Task): Promise<ProductPage> {
    return this.reads.run(task, async (query) => {
      const [count] = await query<{ total: number }>(
        "SELECT count(*)::integer AS total FROM products WHERE $1::text IS NULL OR category = $1",
        [category ?? null],
      );
      const rows = await query<Row>(
        `SELECT ${COLUMNS} FROM products WHERE $1::text IS NULL OR category = $1
         ORDER BY id LIMIT $2 OFFSET $3`,
        [category ?? null, page ? pageSize : null, page ? (page - 1) * pageSize : 0],
      );
      return { products: rows.map(toProduct), total: count?.total ?? 0 };
    });
  }

  async find(id: number, task: Task): Promise<Product | undefined> {
    const found = await this.findAll([id], task);
    return found.get(id);
  }

  async similar(product: Product, task: Task): Promise<Product[]> {
    const rows = await this.reads.run(task, (query) =>
      query<Row>(
        `SELECT ${COLUMNS} FROM products WHERE category = $1 AND id <> $2
         ORDER BY id < $2, id LIMIT ${SIMILAR_COUNT}`,
        [product.category, product.id],
      ),
    );
    return rows.map(toProduct);
  }

  /** The products by id, without those that do not exist. */
  findAll(ids: readonly number[], task: Task): Promise<Map<number, Product>> {
    if (ids.length === 0) return Promise.resolve(new Map());
    return this.reads.run(task, (query) => findProducts(query, ids));
  }
}

/** As `similar`, from all products of the category in the order of their ids. */
export function similarOf({ id }: Product, products: readonly Product[]): Product[] {
  const next = products.filter((other) => other.id > id);
  const first = products.filter((other) => other.id < id);
  return [...next, ...first].slice(0, SIMILAR_COUNT);
}

/** As `findAll`, in an open transaction. */
export async function findProducts(
  query: Query,
  ids: readonly number[],
): Promise<Map<number, Product>> {
  const rows = await query<Row>(`SELECT ${COLUMNS} FROM products WHERE id = ANY($1::integer[])`, [
    ids,
  ]);
  return new Map(rows.map((row) => [row.id, toProduct(row)]));
}

function toProduct({ price_cents: priceCents, ...row }: Row): Product {
  return { ...row, priceCents, image: picturePath(row.id) };
}
