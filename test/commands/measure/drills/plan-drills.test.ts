import { expect, test } from "vitest";
import type { Fault } from "../../../../commands/measure/drills/fault.ts";
import { planDrills } from "../../../../commands/measure/drills/plan-drills.ts";
import { kill } from "../../../../commands/measure/drills/ways.ts";
import { from, unnoticed } from "../../../../constructs/app/promises.ts";

const stages = ["stage-1", "stage-2", "stage-3"];

function fault(name: string, first: number, hindrance?: Fault["hindrance"]): Fault {
  const promises = [from(first, unnoticed())];
  return {
    name,
    what: "it breaks",
    find: async () => [],
    way: kill,
    seconds: 1,
    promises,
    hindrance,
  };
}

test("a drill that cannot be made here is left out, with the reason, told once", async () => {
  const noModule = async () => "no such module";
  const faults = [
    fault("kill", 2),
    fault("lossy", 1, noModule),
    fault("late", 3, noModule),
    fault("pair", 2, async (stage) => (stage === "stage-2" ? "stage-2 has one" : undefined)),
  ];

  const { drills, leftOut } = await planDrills({ stages, faults });

  expect(drills.map(({ stage, faults }) => [stage, ...faults.map(({ name }) => name)])).toEqual([
    ["stage-2", "kill"],
    ["stage-3", "kill", "pair"],
  ]);
  expect(leftOut).toEqual(["lossy, late: no such module", "pair: stage-2 has one"]);
});
