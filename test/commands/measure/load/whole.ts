import type { Verdict } from "../../../../commands/measure/load/verdict.ts";

/** The verdict of a load of which every order is where it should be. */
export const whole: Verdict = {
  words: { one: "order", many: "orders", promise: "stored once and charged once" },
  acknowledged: 40,
  lost: [],
  doubled: [],
  wrong: [],
  pending: [],
  unknown: [],
  refused: 2,
  isWhole: true,
};
