import type { CartItem } from "../cart.ts";
import { LineList, Total } from "./line-list.tsx";
import { money } from "./money.ts";

interface CheckoutPageProps {
  readonly items: readonly CartItem[];
  /** A hidden field: submitting the form twice places one order. */
  readonly idempotencyKey: string;
}

export function CheckoutPage({ items, idempotencyKey }: CheckoutPageProps) {
  const lines = items.map(({ product, quantity }) => ({
    product,
    quantity,
    priceCents: product.priceCents,
  }));
  const cents = lines.reduce((sum, line) => sum + line.quantity * line.priceCents, 0);

  return (
    <section class="narrow">
      <h1>Checkout</h1>
      <div class="panel">
        <LineList lines={lines} />
        <Total cents={cents} />
      </div>
      <form class="panel" method="post" action="/orders">
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <h2>Payment</h2>
        <p class="muted">
          The payment provider is a simulation: it needs no card, and refuses a few orders, as real
          ones do.
        </p>
        <p class="actions">
          <a class="button quiet" href="/cart">
            Back to the cart
          </a>
          <button type="submit">Pay {money(cents)}</button>
        </p>
      </form>
    </section>
  );
}
