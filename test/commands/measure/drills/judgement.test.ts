import { describe, expect, test } from "vitest";
import { findBreaches } from "../../../../commands/measure/drills/judgement.ts";
import type { Timeline } from "../../../../commands/measure/drills/timeline.ts";
import { outage, slow, unnoticed, waits } from "../../../../constructs/app/promises.ts";
import { whole } from "../load/whole.ts";
import { untouched } from "./samples.ts";

/** A timeline in which something became of writes and of pages. */
function timeline(
  changes: Partial<Timeline>,
  writes: Partial<Timeline["groups"]["writes"]> = {},
  pages: Partial<Timeline["groups"]["pages"]> = {},
): Timeline {
  const { groups } = untouched;
  return {
    ...untouched,
    groups: {
      ...groups,
      writes: { ...groups.writes, ...writes },
      pages: { ...groups.pages, ...pages },
    },
    ...changes,
  };
}

const patient = (failed: number) => ({ failed, shortestFailureSeconds: 20.1 });
const overcome = (seconds: number) => ({ overcome: true, recoverySeconds: seconds });
const repaired = (seconds: number) => ({
  overcome: false,
  recoverySeconds: 20 + seconds,
  afterRepairSeconds: seconds,
});

describe("a promise", () => {
  test.each([
    ["no client-visible impact", unnoticed(), timeline({})],
    ["requests wait", waits(10), timeline(overcome(8), { longestWaitSeconds: 9 })],
    ["orders wait", waits(25, "writes"), timeline(overcome(21), { longestWaitSeconds: 22 })],
    ["an outage", outage(5), timeline(repaired(4), patient(3), patient(30))],
    [
      "some are slow",
      slow(5, "any", 0.3),
      timeline({ ...repaired(0), disturbedShare: 0.3 }, { longestWaitSeconds: 3 }),
    ],
    ["orders are slow", slow(5, "writes"), timeline(repaired(0), { longestWaitSeconds: 3 })],
  ])("is held: %s", (_, promised, met) => {
    expect(findBreaches(promised, met, whole)).toEqual([]);
  });

  test.each([
    [
      "a failed request",
      unnoticed(),
      timeline({}, {}, { failed: 1 }),
      "1 requests of pages failed",
    ],
    [
      "a failed read",
      outage(5, "writes"),
      timeline(repaired(1), {}, { failed: 2 }),
      "of pages failed",
    ],
    [
      "an early failure",
      outage(5),
      timeline(repaired(1), {}, { failed: 1, shortestFailureSeconds: 2 }),
      "pages failed after 2.0 s, not before 19 s",
    ],
    ["a wait", waits(10), timeline(overcome(8), { longestWaitSeconds: 12 }), "waited 12.0 s, 10 s"],
    [
      "a slow read",
      waits(10, "writes"),
      timeline(overcome(8), {}, { longestWaitSeconds: 5 }),
      "pages waited 5.0 s, 2 s",
    ],
    [
      "a late return",
      waits(10),
      timeline(overcome(11)),
      "11.0 s after the fault, 10 s was promised",
    ],
    ["a late repair", outage(5), timeline(repaired(7)), "7.0 s after the repair, 5 s was promised"],
    [
      "too many slow ones",
      slow(5, "any", 0.3),
      timeline({ ...repaired(0), disturbedShare: 0.41 }),
      "41 % of the requests failed or took longer than a second, 30 % was promised",
    ],
    ["no return", unnoticed(), timeline(repaired(0)), "disturbed until the repair"],
  ])("is not held: %s", (_, promised, met, sentence) => {
    expect(findBreaches(promised, met, whole)).toEqual([expect.stringContaining(sentence)]);
  });

  test("is never held when an acknowledged write is lost, doubled or wrong", () => {
    const verdict = {
      ...whole,
      lost: ["a"],
      doubled: ["b"],
      wrong: [{ id: "c", wrong: "not charged" }],
      isWhole: false,
    };

    const breaches = findBreaches(outage(5), timeline(repaired(1)), verdict);

    expect(breaches).toEqual([
      "1 of 40 acknowledged orders lost: a",
      "1 order executed more than once: b",
      "1 order not charged: c",
    ]);
  });
});
