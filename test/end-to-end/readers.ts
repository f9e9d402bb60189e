import { Agent, request } from "undici";
import { categories } from "../../shop/src/products/categories.ts";
import type { Shop } from "./shop.ts";

/** Pages in an order that is the same for each seed: some are looked at often, most seldom. */
export function pages(count: number, seed = 1): string[] {
  const random = generator(seed);
  const popular = (most: number) => 1 + Math.floor(most * random() ** 3);
  return Array.from({ length: count }, () => {
    if (random() < 0.6) return `/products/${popular(200)}`;
    if (random() < 0.5) return `/products?page=${popular(9)}`;
    return `/products?category=${categories[popular(categories.length) - 1]?.name}`;
  });
}

/** Gets each page as a browser does, eight at a time, and gives what failed. */
export async function read(url: string, paths: readonly string[]): Promise<string[]> {
  const agent = new Agent({ connections: 8 });
  const failures: string[] = [];
  const rest = [...paths];
  const reader = async () => {
    for (let path = rest.shift(); path !== undefined; path = rest.shift()) {
      try {
        const options = { headers: { accept: "text/html" }, dispatcher: agent };
        const { statusCode, body } = await request(`${url}${path}`, options);
        await body.text();
        if (statusCode !== 200) failures.push(`${path}: ${statusCode}`);
      } catch (error) {
        failures.push(`${path}: ${error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, reader));
  await agent.close();
  return failures;
}

/** How often the members of the database looked into the products, each query once. */
export async function productQueries(shop: Shop): Promise<number> {
  const sql =
    "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 'products'";
  const counts = await shop.query(sql);
  return counts.map(Number).reduce((sum, count) => sum + count, 0);
}

/** Mulberry32: numbers from 0 to 1, the same for each seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
