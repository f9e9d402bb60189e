import { describe, expect, test } from "vitest";
import { Cart } from "../../shop/src/app/cart.ts";

describe("Cart", () => {
  test("adds to the quantity of a product, up to 99", () => {
    const cart = new Cart().add(1, 2).add(2, 1).add(1, 3).add(2, 99);

    expect(cart.lines).toEqual([
      { product: 1, quantity: 5 },
      { product: 2, quantity: 99 },
    ]);
    expect(cart.count).toBe(104);
  });

  test("removes a product when its quantity is set to 0", () => {
    expect(new Cart().add(1, 2).add(2, 1).set(1, 0).lines).toEqual([{ product: 2, quantity: 1 }]);
  });

  test("has a new idempotency key after each change", () => {
    const cart = new Cart();
    const keys = [cart.key, cart.add(1, 1).key, cart.add(1, 1).key];

    expect(new Set(keys).size).toBe(3);
  });

  test("fails when it would exceed the lines of an order", () => {
    let cart = new Cart();
    for (let product = 1; product <= 50; product++) cart = cart.add(product, 1);

    expect(() => cart.add(51, 1)).toThrow("the cart is full");
    expect(cart.add(50, 1).count).toBe(51);
  });
});
