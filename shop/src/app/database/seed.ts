import { createHash } from "node:crypto";
import type { Product } from "../../products/products.ts";
import type { Migration } from "./migrate.ts";

/**
 * The products as a migration. Its name contains a hash of them, so a changed catalogue is a new
 * migration.
 */
export function seed(products: readonly Product[]): Migration {
  const rows = products.map(({ id, name, category, description, priceCents }) => {
    return `(${id}, ${literal(name)}, ${literal(category)}, ${literal(description)}, ${priceCents})`;
  });
  const sql = [
    "INSERT INTO products (id, name, category, description, price_cents) VALUES",
    rows.join(",\n"),
    "ON CONFLICT (id) DO UPDATE SET (name, category, description, price_cents) =",
    "(excluded.name, excluded.category, excluded.description, excluded.price_cents)",
  ].join("\n");

  return { name: `seed-${createHash("sha256").update(sql).digest("hex").slice(0, 12)}`, sql };
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
