import { site } from "./site.ts";

/** What a shopper does next, with all that it takes to do it. */
export type Action =
  | { readonly kind: "catalogue" | "product"; readonly path: string; readonly accept: Accept }
  | { readonly kind: "cart"; readonly add?: number }
  | { readonly kind: "checkout" }
  | (OrderAction & { readonly kind: "order" | "order to refuse" })
  | { readonly kind: "order status"; readonly accept: Accept };

/** Whether a person or a program asks. */
export type Accept = "text/html" | "application/json";

/** An order: with lines from a program, without any from the checkout of a browser. */
export interface OrderAction {
  readonly lines?: readonly { readonly product: number; readonly quantity: number }[];
  /** It is sent once more with the same key, so many milliseconds later. */
  readonly again?: number;
}

export interface Visit {
  /** In milliseconds from the shopper's arrival. */
  readonly at: number;
  readonly action: Action;
  /** The files that its page makes a browser fetch, by name: none that this browser has already. */
  readonly files: readonly string[];
}

/** Files are requested so long after their page. */
export const filesAfterMs = 150;

/** A browser follows a redirect so much later, also that of an order that is charged at once. */
const redirectMs = 500;

const thinkingMs = { least: 300, most: 1500 };
export const longestWalkMs = 10 * thinkingMs.most;

type Random = () => number;

/** How many requests a visit is, with its files and repetitions. */
export function countRequests({ action, files }: Visit): number {
  return 1 + files.length + ("again" in action && action.again !== undefined ? 1 : 0);
}

/**
 * Plans what one shopper does: the same for the same random numbers.
 * @param onlyLooks whether it buys nothing, so that any part of the walk stands for itself
 */
export function planWalk(random: Random, onlyLooks = false): Visit[] {
  const shopper = new Planner(random);
  const kind = random();
  if (onlyLooks || kind >= shares.programs + shares.buyers) shopper.looker();
  else if (kind < shares.programs) shopper.program();
  else shopper.buyer();
  return shopper.visits;
}

/** Chosen so that about 5 % of all requests are orders. */
const shares = { programs: 0.24, buyers: 0.2, returning: 0.6, refused: 0.08, again: 0.05 };

class Planner {
  readonly visits: Visit[] = [];
  private readonly has = new Set<string>();
  private readonly isReturning: boolean;
  private at = 0;

  constructor(private readonly random: Random) {
    this.isReturning = random() < shares.returning;
  }

  /** Looks at the catalogue and some products. */
  looker(): void {
    this.catalogue();
    const products = this.number(0, 3);
    for (let i = 0; i < products; i++) this.product(this.popular());
  }

  /** Looks, and buys one or two products. */
  buyer(): void {
    this.catalogue();
    const products = new Set([this.popular(), ...(this.random() < 0.3 ? [this.popular()] : [])]);
    const cart: number[] = [];
    for (const product of products) {
      this.product(product);
      cart.push(product);
      this.visit({ kind: "cart", add: product });
      this.visit({ kind: "cart" }, site.filesOfLines(cart), redirectMs);
    }
    this.visit({ kind: "checkout" }, site.filesOfLines(cart));
    this.visit({ kind: "order", ...this.perhapsAgain() });
    this.visit({ kind: "order status", accept: "text/html" }, site.filesOfLines(cart), redirectMs);
  }

  /** Uses the JSON API. */
  program(): void {
    const product = this.popular();
    const accept = "application/json";
    this.visit({ kind: "product", path: `/products/${product}`, accept });
    if (this.random() < shares.refused) {
      this.visit({ kind: "order to refuse", lines: [this.wrongLine(product)] });
      return;
    }
    const lines = [{ product, quantity: this.number(1, 3) }];
    this.visit({ kind: "order", lines, ...this.perhapsAgain() });
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
    // Whoever was here before has all files: their names change with their content.
    const missing = this.isReturning ? [] : files.filter((file) => !this.has.has(file));
    for (const file of missing) this.has.add(file);
    this.visits.push({ at: this.at, action, files: missing });
  }

  private perhapsAgain(): { again?: number } {
    return this.random() < shares.again ? { again: this.number(0, 300) } : {};
  }

  /** No such product, or more of it than anybody may order. */
  private wrongLine(product: number): { product: number; quantity: number } {
    return this.random() < 0.5
      ? { product: site.products + 1 + this.number(0, 1000), quantity: 1 }
      : { product, quantity: 100 };
  }

  /** Few products are asked for often, and many seldom. */
  private popular(): number {
    return 1 + Math.floor(site.products * this.random() ** 2);
  }

  private think(): number {
    return this.number(thinkingMs.least, thinkingMs.most);
  }

  /** A whole number from `least` to `most`. */
  private number(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }
}
