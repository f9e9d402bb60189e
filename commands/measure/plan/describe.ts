import { bold, yellow } from "../../lib/paint.ts";
import { table } from "../../lib/table.ts";
import type { Sheet, StageCapacity } from "../capacity/sheet.ts";
import { describeAssumptions } from "./assumptions.ts";
import type { HostPlan } from "./hosts.ts";
import type { PartLimit } from "./limits.ts";

/** A plan for people. */
export interface Plan {
  readonly rate: number;
  readonly sheet: Sheet;
  /** What a short file name stands for: where the figures come from. */
  readonly source: string;
  readonly stage: StageCapacity;
  readonly hosts: readonly HostPlan[];
  readonly limits: readonly PartLimit[];
}

/** Beyond the asked rate, so many limits are told. */
const toldBeyond = 2;

export function describePlan({ rate, sheet, source, stage, hosts, limits }: Plan): string {
  const within = limits.filter((limit) => limit.rate < rate);
  const told = limits.slice(0, within.length + toldBeyond);
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
      ["up to", "part", "why", "what would move it"],
      ...told.map((limit) => [
        `${number(rounded(limit.rate))}/s`,
        limit.part,
        limit.why,
        limit.wayOut,
      ]),
    ]),
    "",
    "Assumed:",
    ...describeAssumptions(sheet, stage).map((sentence) => `- ${sentence}`),
  ].join("\n");
}

function first([limit]: readonly PartLimit[], rate: number): string {
  if (!limit) return `Nothing gives out below ${number(rate)} requests/s. What would be next:`;
  return bold(
    `First to give out, at ${number(rounded(limit.rate))} requests/s: ${limit.part} (${limit.why})`,
  );
}

/** Two digits: more of them would look like knowledge. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function memory(mebibytes: number): string {
  return mebibytes < 1024 ? `${mebibytes} MiB` : `${Math.ceil(mebibytes / 1024)} GiB`;
}
