import { expect, test } from "vitest";
import { filesIn, site } from "../../../shop/load/site.ts";

test("a product's page shows it and four others of its category", () => {
  expect(site.filesOfProduct(1)).toEqual([
    "style.css",
    "favicon.svg",
    ...[1, 11, 21, 31, 41].map((id) => `products/${id}.svg`),
  ]);
});

test("of a list a browser fetches what is seen first", () => {
  expect(site.filesOfCatalogue(2)).toContain("products/25.svg");
  expect(site.filesOfCatalogue(2)).toHaveLength(10);
  expect(site.filesOfCatalogue(1, "Lamps")).toContain("products/12.svg");
  expect(site.filesOfCatalogue(1)).toContain("products/33.svg");
});

test("files are found in a page by their names, with and without a hash of their content", () => {
  const page = '<link href="/static/style.0123abcd.css"><img src="/static/products/7.svg">';

  expect([...filesIn(page)]).toEqual([
    ["style.css", "/static/style.0123abcd.css"],
    ["products/7.svg", "/static/products/7.svg"],
  ]);
});
