import { expect } from "vitest";
import { loadFaults } from "../../commands/measure/drills/load-faults.ts";
import { describeOutcome } from "../../commands/measure/drills/report.ts";
import type { Result } from "../../commands/measure/drills/result.ts";
import { runDrill } from "../../commands/measure/drills/run-drill.ts";
import type { Shop } from "./shop.ts";

const faults = await loadFaults();

/** Drills a shop in the stage that it runs, at 20 requests a second; fails if the promise is not held. */
export async function expectHeld(shop: Shop, stage: string, name: string): Promise<Result> {
  const fault = faults.find((each) => each.name === name);
  if (!fault) throw new Error(`there is no fault ${name}`);
  const { environment } = shop;

  const result = await runDrill({ environment, stage, fault, rate: 20, report: () => {} });

  console.log([`${stage}, ${name}: ${fault.what}`, ...describeOutcome(result)].join("\n"));
  expect(result.breaches).toEqual([]);
  return result;
}
