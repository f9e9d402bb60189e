import { site } from "./site.ts";

/** A shopper's action, with its parameters. */
export type Action =
  | { readonly kind: "catalogue" | "product"; readonly path: string; readonly accept: Accept }
  | { readonly kind: "cart"; readonly add?: number }
  | { readonly kind: "checkout" }
  | (OrderAction & { readonly kind: "order" | "order to refuse" })
  | { readonly kind: "order status"; readonly accept: Accept };

/** Header `Accept` of a browser, and of an API client. */
export type Accept = "text/html" | "application/json";

/** An order: with lines from an API client, without any from a browser's checkout. */
export interface OrderAction {
  readonly lines?: readonly { readonly product: number; readonly quantity: number }[];
  /** When it is retried with the same key, from the first attempt. @default - not retried */
  readonly retryAfterMs?: number;
}

export interface Visit {
  /** In milliseconds since the shopper's arrival. */
  readonly at: number;
  readonly action: Action;
  /** Files that the browser fetches for the page, by name: those that it has not cached. */
  readonly files: readonly string[];
}

/** Delay between a page and its files. */
export const FILES_DELAY_MS = 150;

/** Delay before the page of a redirect, also after an order that is charged synchronously. */
const REDIRECT_DELAY_MS = 500;

const THINK_TIME_MS = { min: 300, max: 1500 };
export const LONGEST_WALK_MS = 10 * THINK_TIME_MS.max;

type Random = () => number;

/** The number of requests of a visit, with its files and retries. */
export function countRequests({ action, files }: Visit): number {
  return 1 + files.length + ("retryAfterMs" in action && action.retryAfterMs !== undefined ? 1 : 0);
}

/**
 * Plans the walk of one shopper: the same for the same random numbers.
 * @param onlyReads whether it buys nothing, so that the load may start in the middle of the walk
 */
export function planWalk(random: Random, onlyReads = false): Visit[] {
  const shopper = new Planner(random);
  const kind = random();
  if (onlyReads || kind >= SHARES.apiClients + SHARES.buyers) shopper.browse();
  else if (kind < SHARES.apiClients) shopper.useApi();
  else shopper.buy();
  return shopper.visits;
}

/** Chosen so that about 5 % of all requests are orders. */
const SHARES = { apiClients: 0.24, buyers: 0.2, returning: 0.6, refused: 0.08, retried: 0.05 };

class Planner {
  readonly visits: Visit[] = [];
  private readonly has = new Set<string>();
  private readonly isReturning: boolean;
  private at = 0;

  constructor(private readonly random: Random) {
    this.isReturning = random() < SHARES.returning;
  }

  /** Looks at the catalogue and some products. */
  browse(): void {
    this.catalogue();
    const products = this.number(0, 3);
    for (let i = 0; i < products; i++) this.product(this.popular());
  }

  /** Buys one or two products. */
  buy(): void {
    this.catalogue();
    const products = new Set([this.popular(), ...(this.random() < 0.3 ? [this.popular()] : [])]);
    const cart: number[] = [];
    for (const product of products) {
      this.product(product);
      cart.push(product);
      this.visit({ kind: "cart", add: product });
      this.visit({ kind: "cart" }, site.filesOfLines(cart), REDIRECT_DELAY_MS);
    }
    this.visit({ kind: "checkout" }, site.filesOfLines(cart));
    this.visit({ kind: "order", ...this.maybeRetry() });
    this.visit(
      { kind: "order status", accept: "text/html" },
      site.filesOfLines(cart),
      REDIRECT_DELAY_MS,
    );
  }

  /** Uses the JSON API. */
  useApi(): void {
    const product = this.popular();
    const accept = "application/json";
    this.visit({ kind: "product", path: `/products/${product}`, accept });
    if (this.random() < SHARES.refused) {
      this.visit({ kind: "order to refuse", lines: [this.invalidLine(product)] });
      return;
    }
    const lines = [{ product, quantity: this.number(1, 3) }];
    this.visit({ kind: "order", lines, ...this.maybeRetry() });
    if (this.random() < 0.5) this.visit({ kind: "order status", accept });
  }

  private catalogue(): void {
    const accept = "text/html";
    if (this.random() < 0.5) {
      const category = site.categories[this.number(0, site.categories.length - 1)];
      const path = `/products?category=${category}`;
      this.visit({ kind: "catalogue", path, accept }, site.filesOfCatalogue(1, category));
      return;
    }
    const page = this.random() < 0.6 ? 1 : this.number(2, site.pages);
    const path = page === 1 ? "/products" : `/products?page=${page}`;
    this.visit({ kind: "catalogue", path, accept }, site.filesOfCatalogue(page));
  }

  private product(id: number): void {
    const path = `/products/${id}`;
    this.visit({ kind: "product", path, accept: "text/html" }, site.filesOfProduct(id));
  }

  private visit(action: Action, files: readonly string[] = [], after = this.think()): void {
    if (this.visits.length > 0) this.at += after;
    // a returning browser has cached all files: their names contain a hash of the content
    const missing = this.isReturning ? [] : files.filter((file) => !this.has.has(file));
    for (const file of missing) this.has.add(file);
    this.visits.push({ at: this.at, action, files: missing });
  }

  private maybeRetry(): { retryAfterMs?: number } {
    return this.random() < SHARES.retried ? { retryAfterMs: this.number(0, 300) } : {};
  }

  /** An unknown product, or a quantity above the limit. */
  private invalidLine(product: number): { product: number; quantity: number } {
    return this.random() < 0.5
      ? { product: site.products + 1 + this.number(0, 1000), quantity: 1 }
      : { product, quantity: 100 };
  }

  /** A skewed choice: few products are popular, and most are rarely requested. */
  private popular(): number {
    return 1 + Math.floor(site.products * this.random() ** 2);
  }

  private think(): number {
    return this.number(THINK_TIME_MS.min, THINK_TIME_MS.max);
  }

  /** A whole number from `min` to `max`. */
  private number(min: number, max: number): number {
    return min + Math.floor(this.random() * (max - min + 1));
  }
}
