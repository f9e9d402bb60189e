import { money } from "./money.ts";

/** A line of the checkout or of an order. */
export interface ShownLine {
  readonly product: { readonly id: number; readonly name: string; readonly image: string };
  readonly quantity: number;
  readonly priceCents: number;
}

export function LineList({ lines }: { lines: readonly ShownLine[] }) {
  return (
    <ul class="lines">
      {lines.map(({ product, quantity, priceCents }) => (
        <li class="line" key={product.id}>
          <img src={product.image} alt="" width="72" height="72" />
          <span class="line-name">
            <a href={`/products/${product.id}`}>{product.name}</a>
            <span class="muted">
              {quantity} × {money(priceCents)}
            </span>
          </span>
          <span class="price">{money(quantity * priceCents)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Total({ cents }: { cents: number }) {
  return (
    <p class="total">
      <span>Total</span> <span class="price">{money(cents)}</span>
    </p>
  );
}
