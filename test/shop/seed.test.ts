import { expect, test } from "vitest";
import { seed } from "../../shop/src/app/database/seed.ts";

const product = { id: 1, name: "Cook's Mug", category: "Mugs", description: "x", priceCents: 900 };

test("a quote in a name is escaped", () => {
  expect(seed([product]).sql).toContain("(1, 'Cook''s Mug', 'Mugs', 'x', 900)");
});

test("a changed catalogue is a new migration", () => {
  const dearer = { ...product, priceCents: 1000 };

  expect(seed([product]).name).toMatch(/^seed-[0-9a-f]{12}$/);
  expect(seed([dearer]).name).not.toBe(seed([product]).name);
});
