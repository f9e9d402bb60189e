import type { ComponentChildren } from "preact";
import { categoryNames } from "../catalogue.ts";
import { staticPath } from "../static-files.ts";

interface LayoutProps {
  readonly title: string;
  readonly cartCount: number;
  readonly serverName: string;
  /** URL of the page, to highlight its category. */
  readonly path: string;
  readonly children: ComponentChildren;
}

/** The frame of each page: header, categories, footer. */
export function Layout({ title, cartCount, serverName, path, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – Larkspur`}</title>
        <link rel="icon" href={staticPath("favicon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={staticPath("style.css")} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="header">
          <div class="bar">
            <a class="brand" href="/products">
              <img src={staticPath("favicon.svg")} alt="" width="34" height="34" />
              Larkspur
            </a>
            <a class="cart-link" href="/cart" aria-label={`Cart, ${cartCount} items`}>
              Cart <span class={cartCount > 0 ? "badge" : "badge empty"}>{cartCount}</span>
            </a>
          </div>
          <nav class="categories" aria-label="Categories">
            <CategoryLink href="/products" name="Everything" path={path} />
            {categoryNames.map((name) => (
              <CategoryLink
                key={name}
                href={`/products?category=${name}`}
                name={name}
                path={path}
              />
            ))}
          </nav>
        </header>
        <main id="content">{children}</main>
        <footer class="footer">
          <p>Larkspur is a demonstration: nothing is sold, no card is charged.</p>
          <p>
            Programs use the same addresses: <a href="/api">the JSON API</a>.
          </p>
          <p>
            Served by <strong class="server">{serverName}</strong>
          </p>
        </footer>
      </body>
    </html>
  );
}

function CategoryLink({ href, name, path }: { href: string; name: string; path: string }) {
  const current = path.replace(/[&?]page=\d+/, "") === href;
  return (
    <a href={href} aria-current={current ? "page" : undefined}>
      {name}
    </a>
  );
}
