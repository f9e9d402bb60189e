import type { Product } from "../catalogue.ts";
import { MAX_QUANTITY } from "../orders/line.ts";
import { money } from "./money.ts";
import { ProductGrid } from "./product-card.tsx";

interface ProductPageProps {
  readonly product: Product;
  readonly similar: readonly Product[];
}

export function ProductPage({ product, similar }: ProductPageProps) {
  return (
    <>
      <p class="trail">
        <a href="/products">Everything</a> /{" "}
        <a href={`/products?category=${product.category}`}>{product.category}</a>
      </p>
      <article class="product">
        <img src={product.image} alt={product.name} width="400" height="400" />
        <div>
          <h1>{product.name}</h1>
          <p class="price large">{money(product.priceCents)}</p>
          <p class="lead">{product.description}</p>
          <form class="add" method="post" action="/cart">
            <input type="hidden" name="product" value={product.id} />
            <label>
              Quantity
              <input type="number" name="quantity" value="1" min="1" max={MAX_QUANTITY} required />
            </label>
            <button type="submit">Add to cart</button>
          </form>
          <ul class="facts">
            <li>Free delivery, everywhere</li>
            <li>30 days to change your mind</li>
            <li>Repaired for as long as we are here</li>
          </ul>
        </div>
      </article>
      <div class="heading">
        <h2>More {product.category.toLowerCase()}</h2>
      </div>
      <ProductGrid products={similar} />
    </>
  );
}
