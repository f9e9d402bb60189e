import type { Machine } from "../../../architecture/model.ts";
import { readArchitecture, serversOf } from "../../lib/stack/container.ts";
import type { Stack } from "../../lib/stack/stack.ts";

/** The totals of the machines' limits. */
export interface Bill {
  readonly machines: number;
  readonly servers: number;
  /** In cores. */
  readonly cpus: number;
  readonly memoryMiB: number;
  /** Servers without a CPU or memory limit, which are missing from the totals. */
  readonly unlimited: number;
}

export function billOf(stack: Stack, { machines } = readArchitecture(stack)): Bill {
  const unlimited = serversOf(stack).filter(
    ({ attributes: { cpus, memory } }) => !Number(cpus) || !memory,
  );
  const sum = (amount: (machine: Machine) => number) =>
    machines.reduce((total, machine) => total + amount(machine), 0);
  return {
    machines: machines.length,
    servers: sum(({ servers }) => servers.length),
    cpus: Math.round(sum(({ size }) => size.cpus) * 100) / 100,
    memoryMiB: sum(({ size }) => size.memoryMiB),
    unlimited: unlimited.length,
  };
}
