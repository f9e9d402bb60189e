import type { CartItem } from "../cart.ts";
import { MAX_QUANTITY } from "../orders/line.ts";
import { Total } from "./line-list.tsx";
import { money } from "./money.ts";

export function CartPage({ items }: { items: readonly CartItem[] }) {
  if (items.length === 0) {
    return (
      <section class="message">
        <h1>Your cart is empty</h1>
        <p>Two hundred things would like to change that.</p>
        <a class="button" href="/products">
          See everything
        </a>
      </section>
    );
  }

  const cents = items.reduce((sum, item) => sum + item.quantity * item.product.priceCents, 0);
  return (
    <section class="narrow">
      <h1>Your cart</h1>
      <ul class="lines">
        {items.map((item) => (
          <CartLine key={item.product.id} item={item} />
        ))}
      </ul>
      <Total cents={cents} />
      <p class="actions">
        <a class="button quiet" href="/products">
          Continue shopping
        </a>
        <a class="button" href="/checkout">
          Checkout
        </a>
      </p>
    </section>
  );
}

function CartLine({ item: { product, quantity } }: { item: CartItem }) {
  return (
    <li class="line editable">
      <img src={product.image} alt="" width="72" height="72" />
      <span class="line-name">
        <a href={`/products/${product.id}`}>{product.name}</a>
        <span class="muted">{money(product.priceCents)}</span>
      </span>
      <form class="quantity" method="post" action={`/cart/${product.id}`}>
        <input
          type="number"
          name="quantity"
          value={quantity}
          min="0"
          max={MAX_QUANTITY}
          aria-label={`Quantity of ${product.name}`}
        />
        <button class="quiet" type="submit">
          Update
        </button>
      </form>
      <form method="post" action={`/cart/${product.id}`}>
        <input type="hidden" name="quantity" value="0" />
        <button class="link" type="submit" aria-label={`Remove ${product.name}`}>
          Remove
        </button>
      </form>
      <span class="price">{money(quantity * product.priceCents)}</span>
    </li>
  );
}
