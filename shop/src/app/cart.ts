import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Line, MAX_LINES, MAX_QUANTITY } from "./orders/line.ts";
import { Problem } from "./problem.ts";

const COOKIE = "cart";

/** A product in the cart. */
export interface CartItem {
  readonly product: { id: number; name: string; image: string; priceCents: number };
  readonly quantity: number;
}

/** A visitor's cart, in a signed cookie: app servers keep no session. */
export class Cart {
  constructor(
    readonly lines: readonly Line[] = [],
    /** Idempotency key of the order that the cart becomes; a changed cart has a new one. */
    readonly key: string = randomUUID(),
  ) {}

  /** Reads the request's cart; empty if the cookie is forged or not readable. */
  static of(request: FastifyRequest): Cart {
    const raw = request.cookies?.[COOKIE];
    const { valid, value } = raw ? request.unsignCookie(raw) : { valid: false, value: null };
    return valid && value !== null ? Cart.parse(value) : new Cart();
  }

  private static parse(text: string): Cart {
    try {
      const [key, ...lines] = text.split("~");
      return new Cart(
        lines.map((line) => {
          const [product, quantity] = line.split("x").map(Number);
          if (!product || !quantity) throw new Error(`unreadable line ${line}`);
          return { product, quantity };
        }),
        key,
      );
    } catch {
      return new Cart();
    }
  }

  /** Number of items. */
  get count(): number {
    return this.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /** A cart with this many more of a product, at most 99. */
  add(product: number, quantity: number): Cart {
    const before = this.lines.find((line) => line.product === product)?.quantity ?? 0;
    return this.set(product, Math.min(before + quantity, MAX_QUANTITY));
  }

  /** A cart with this many of a product; 0 removes it. */
  set(product: number, quantity: number): Cart {
    const known = this.lines.some((line) => line.product === product);
    const lines = known
      ? this.lines.map((line) => (line.product === product ? { product, quantity } : line))
      : [...this.lines, { product, quantity }];
    const kept = lines.filter((line) => line.quantity > 0);
    if (kept.length > MAX_LINES) {
      throw new Problem(400, `the cart is full: it has ${MAX_LINES} different products already`);
    }
    return new Cart(kept);
  }

  /** Sets the cookie; SameSite=Lax prevents CSRF. */
  save(reply: FastifyReply): void {
    const lines = this.lines.map(({ product, quantity }) => `${product}x${quantity}`);
    reply.setCookie(COOKIE, [this.key, ...lines].join("~"), {
      signed: true,
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      maxAge: 30 * 24 * 3600,
    });
  }

  static clear(reply: FastifyReply): void {
    reply.clearCookie(COOKIE, { path: "/", httpOnly: true, sameSite: "lax" });
  }
}
