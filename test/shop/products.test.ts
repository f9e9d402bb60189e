import { describe, expect, test } from "vitest";
import { seed } from "../../shop/src/app/database/seed.ts";
import { categories } from "../../shop/src/products/categories.ts";
import { picture } from "../../shop/src/products/pictures/picture.ts";
import { products } from "../../shop/src/products/products.ts";
import { random } from "../../shop/src/products/random.ts";

describe("products", () => {
  test("are 200, numbered from 1, with unique names", () => {
    expect(products.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(new Set(products.map(({ name }) => name)).size).toBe(200);
  });

  test("are spread evenly over the categories", () => {
    for (const { name } of categories) {
      expect(products.filter(({ category }) => category === name)).toHaveLength(20);
    }
  });

  test("have a price in the range of their category", () => {
    for (const { category, priceCents } of products) {
      const range = categories.find(({ name }) => name === category);
      expect(priceCents).toBeGreaterThanOrEqual(range?.fromCents ?? Number.NaN);
      expect(priceCents).toBeLessThanOrEqual(range?.toCents ?? Number.NaN);
    }
  });

  test("are the same on each run", () => {
    expect(products[0]).toMatchObject({ name: "Alba Stoneware Mug", priceCents: 2000 });
    expect(products[199]).toMatchObject({ category: "Speakers" });
    expect(seed(products).name).toBe(seed([...products]).name);
  });
});

describe("random", () => {
  test("returns the same numbers for the same seed, and others for another seed", () => {
    const [a, b, c] = [random(1), random(1), random(2)];
    const [fromA, fromB, fromC] = [
      [a(), a()],
      [b(), b()],
      [c(), c()],
    ];

    expect(fromA).toEqual(fromB);
    expect(fromA).not.toEqual(fromC);
  });
});

describe("picture", () => {
  test("closes every tag that it opens", () => {
    for (const product of products) {
      const tags = picture(product).match(/<\/?[a-zA-Z]+[^>]*>/g) ?? [];
      const open: string[] = [];
      for (const tag of tags) {
        const name = /[a-zA-Z]+/.exec(tag)?.[0] ?? "";
        if (tag.startsWith("</")) expect(open.pop()).toBe(name);
        else if (!tag.endsWith("/>")) open.push(name);
      }
      expect(open).toEqual([]);
    }
  });

  test("contains no undefined, NaN or null", () => {
    for (const product of products) expect(picture(product)).not.toMatch(/undefined|NaN|null/);
  });

  test("has at least 150 different drawings", () => {
    const drawings = products.map((product) => picture(product).replace(/<title>.*<\/title>/, ""));

    expect(new Set(drawings).size).toBeGreaterThanOrEqual(150);
  });

  test("fails when a category has no drawing", () => {
    const product = { ...products[0], category: "Boats" } as (typeof products)[number];

    expect(() => picture(product)).toThrow("no picture for category Boats: add a drawing of it");
  });
});
