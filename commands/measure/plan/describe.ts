import { bold, yellow } from "../../lib/paint.ts";
import { table } from "../../lib/table.ts";
import type { Sheet, StageCapacity } from "../capacity/sheet.ts";
import { describeAssumptions } from "./assumptions.ts";
import type { HostPlan } from "./hosts.ts";
import type { PartLimit } from "./limits.ts";

/** A plan, and its sources. */
export interface Plan {
  readonly rate: number;
  readonly sheet: Sheet;
  /** The file of the measurements, relative to the working folder. */
  readonly source: string;
  readonly stage: StageCapacity;
  readonly hosts: readonly HostPlan[];
  readonly limits: readonly PartLimit[];
}

/** Number of bottlenecks above the rate to show. */
const shownAbove = 2;

export function describePlan({ rate, sheet, source, stage, hosts, limits }: Plan): string {
  const within = limits.filter((limit) => limit.rate < rate);
  const shown = limits.slice(0, within.length + shownAbove);
  return [
    bold(`${number(rate)} requests/s with the architecture of ${stage.stage}`),
    `from ${source}: measured by "${sheet.command}" on ${sheet.date}`,
    "",
    ...table([
      ["tier", "busy cores", "hosts", "cores each", "memory each", ""],
      ...hosts.map((plan) => [
        plan.tiers.join(", "),
        plan.busyCores.toFixed(plan.busyCores < 10 ? 2 : 0),
        number(plan.hosts),
        `${plan.cores}`,
        memory(plan.memoryMiB),
        plan.suffices ? "" : yellow("not enough"),
      ]),
    ]),
    "",
    first(within, rate),
    "",
    ...table([
      ["up to", "bottleneck", "why", "how to raise it"],
      ...shown.map((limit) => [
        `${number(rounded(limit.rate))}/s`,
        limit.part,
        limit.why,
        limit.wayOut,
      ]),
    ]),
    "",
    "Assumed:",
    ...describeAssumptions(sheet).map((sentence) => `- ${sentence}`),
  ].join("\n");
}

function first([limit]: readonly PartLimit[], rate: number): string {
  if (!limit) return `No bottleneck below ${number(rate)} requests/s. The next ones:`;
  return bold(
    `The first bottleneck, at ${number(rounded(limit.rate))} requests/s: ${limit.part} (${limit.why})`,
  );
}

/** Two significant digits: the measurements are not more precise. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function memory(mebibytes: number): string {
  return mebibytes < 1024 ? `${mebibytes} MiB` : `${Math.ceil(mebibytes / 1024)} GiB`;
}
