import { expect, test } from "vitest";
import { once, rendering } from "../../../constructs/core/once.ts";

const owner = {};
const counter = () => {
  let count = 0;
  return () => ++count;
};

test("a result is computed each time as long as nothing is rendered", () => {
  const count = counter();

  expect([once(owner, "hash", count), once(owner, "hash", count)]).toEqual([1, 2]);
});

test("a result is computed once in a rendering, for each owner and name", () => {
  const count = counter();
  const render = () => [
    once(owner, "hash", count),
    once(owner, "hash", count),
    once(owner, "name", count),
    once({}, "hash", count),
  ];

  expect(rendering(render)).toEqual([1, 1, 2, 3]);
  expect(rendering(render)).toEqual([4, 4, 5, 6]);
});

test("a rendering that fails leaves no result behind", () => {
  const count = counter();
  const render = () => {
    once(owner, "hash", count);
    throw new Error("no such file");
  };

  expect(() => rendering(render)).toThrow("no such file");
  expect(once(owner, "hash", count)).toBe(2);
});
