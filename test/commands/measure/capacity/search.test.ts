import { describe, expect, test } from "vitest";
import { searchRate } from "../../../../commands/measure/capacity/search.ts";

const options = { start: 50, factor: 1.6, precision: 0.05, maxRate: 2000 };

/** A shop that carries so much, and what it was asked for. */
function shop(capacity: number) {
  const tried: number[] = [];
  const holds = async (rate: number) => {
    tried.push(rate);
    return rate <= capacity;
  };
  return { tried, holds };
}

describe("the search for the highest rate", () => {
  test.each([7, 50, 51, 190, 333, 1999])("finds %i within its precision", async (capacity) => {
    const { holds, tried } = shop(capacity);

    const { held, failed = Number.NaN } = await searchRate(options, holds);

    expect(held).toBeLessThanOrEqual(capacity);
    expect(failed).toBeGreaterThan(capacity);
    expect(failed <= held * 1.05 || failed - held === 1).toBe(true);
    expect(new Set(tried).size).toBe(tried.length);
  });

  test("goes up by factors, then by the middle of the ratio", async () => {
    const { holds, tried } = shop(190);

    await searchRate(options, holds);

    expect(tried).toEqual([50, 80, 128, 205, 162, 182, 193, 187]);
  });

  test("goes down where the first rate is too high", async () => {
    const { holds, tried } = shop(20);

    await searchRate({ ...options, precision: 0.2 }, holds);

    expect(tried).toEqual([50, 31, 19, 24, 21]);
  });

  test("ends at the highest rate that may be tried", async () => {
    expect(await searchRate({ ...options, maxRate: 100 }, shop(500).holds)).toEqual({ held: 100 });
  });

  test("finds 0 for a shop that carries nothing", async () => {
    expect(await searchRate(options, shop(0).holds)).toEqual({ held: 0, failed: 1 });
  });
});
