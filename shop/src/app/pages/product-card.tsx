import type { Product } from "../catalogue.ts";
import { money } from "./money.ts";

/** A grid of product cards. */
export function ProductGrid({ products }: { products: readonly Product[] }) {
  return (
    <ul class="grid">
      {products.map((product) => (
        <li key={product.id}>
          <a class="card" href={`/products/${product.id}`}>
            <img src={product.image} alt="" width="400" height="400" loading="lazy" />
            <span class="card-text">
              <span class="card-category">{product.category}</span>
              <span class="card-name">{product.name}</span>
              <span class="price">{money(product.priceCents)}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
