import { type ProductPage, pageSize } from "../catalogue.ts";
import { picturePath } from "../static-files.ts";
import { ProductGrid } from "./product-card.tsx";

interface CataloguePageProps extends ProductPage {
  readonly category?: string;
  /** Starts at 1. */
  readonly page: number;
}

export function CataloguePage({ products, total, category, page }: CataloguePageProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  return (
    <>
      {category === undefined && page === 1 ? <Hero /> : null}
      <div class="heading">
        <h1>{category ?? "Everything"}</h1>
        <p class="muted">{total} products</p>
      </div>
      {products.length > 0 ? (
        <ProductGrid products={products} />
      ) : (
        <p class="muted">There is nothing on this page.</p>
      )}
      {pages > 1 ? <Pages category={category} page={page} pages={pages} /> : null}
    </>
  );
}

function Hero() {
  return (
    <section class="hero">
      <div>
        <p class="hero-eyebrow">The autumn collection</p>
        <h2>Things for a good home</h2>
        <p>
          Two hundred mugs, lamps, chairs and other companions, made to be used every day and kept
          for years.
        </p>
        <a class="button" href="/products?category=Lamps">
          See the lamps
        </a>
      </div>
      <div class="hero-pictures" aria-hidden="true">
        {[12, 2, 33].map((id) => (
          <img key={id} src={picturePath(id)} alt="" width="400" height="400" />
        ))}
      </div>
    </section>
  );
}

function Pages(props: { category?: string; page: number; pages: number }) {
  const { category, page, pages } = props;
  const href = (target: number) =>
    category === undefined
      ? `/products?page=${target}`
      : `/products?category=${category}&page=${target}`;
  const numbers = Array.from({ length: pages }, (_, index) => index + 1);

  return (
    <nav class="pages" aria-label="Pages">
      {page > 1 ? <a href={href(page - 1)}>Previous</a> : null}
      {numbers.map((number) => (
        <a key={number} href={href(number)} aria-current={number === page ? "page" : undefined}>
          {number}
        </a>
      ))}
      {page < pages ? <a href={href(page + 1)}>Next</a> : null}
    </nav>
  );
}
