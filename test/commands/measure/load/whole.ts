import type { Verdict } from "../../../../commands/measure/load/verdict.ts";

/** The verdict of a load of which every order is where it should be. */
export const whole: Verdict = {
  acknowledged: 40,
  missing: [],
  chargedTwice: [],
  notCharged: [],
  chargedWithoutOrder: [],
  storedThoughRefused: [],
  unknown: [],
  refused: 2,
  isWhole: true,
};
