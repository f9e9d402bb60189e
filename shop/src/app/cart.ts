import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Line, mostLines, mostQuantity } from "./orders/line.ts";
import { Problem } from "./problem.ts";

const cookie = "cart";

/** What a visitor wants to buy; kept in a signed cookie, so that any app server can go on. */
export class Cart {
  constructor(
    readonly lines: readonly Line[] = [],
    /** Idempotency key of the order that this cart becomes; a changed cart has a new one. */
    readonly key: string = randomUUID(),
  ) {}

  /** Reads the request's cart; one that was tampered with or can't be read is empty. */
  static of(request: FastifyRequest): Cart {
    const raw = request.cookies?.[cookie];
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

  /** Number of pieces. */
  get count(): number {
    return this.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /** A cart with so many more of a product, 99 at the most. */
  add(product: number, quantity: number): Cart {
    const before = this.lines.find((line) => line.product === product)?.quantity ?? 0;
    return this.set(product, Math.min(before + quantity, mostQuantity));
  }

  /** A cart with so many of a product; with 0, without it. */
  set(product: number, quantity: number): Cart {
    const known = this.lines.some((line) => line.product === product);
    const lines = known
      ? this.lines.map((line) => (line.product === product ? { product, quantity } : line))
      : [...this.lines, { product, quantity }];
    const kept = lines.filter((line) => line.quantity > 0);
    if (kept.length > mostLines) {
      throw new Problem(400, `the cart is full: it has ${mostLines} different products already`);
    }
    return new Cart(kept);
  }

  /** Sets the cookie. SameSite=Lax also keeps other sites from posting our forms with it. */
  save(reply: FastifyReply): void {
    const lines = this.lines.map(({ product, quantity }) => `${product}x${quantity}`);
    reply.setCookie(cookie, [this.key, ...lines].join("~"), {
      signed: true,
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      maxAge: 30 * 24 * 3600,
    });
  }

  static clear(reply: FastifyReply): void {
    reply.clearCookie(cookie, { path: "/", httpOnly: true, sameSite: "lax" });
  }
}
