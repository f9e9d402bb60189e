import type { ServerUsage, Usage } from "./usage.ts";

/** The bottleneck of a stage. */
export interface Limit {
  /** A server, `the machine` or `the load generator`; undefined if nothing is saturated. */
  readonly what?: string;
  readonly by: "CPU" | "memory" | "connections" | "waiting";
  /** Utilization: 1 is its limit. */
  readonly share: number;
}

/** Saturated from this share on: the kernel throttles a server for the rest of a CPU period. */
const saturatedShare = 0.9;
/** Also saturated if throttled in this share of periods, whatever the average. */
const oftenThrottled = 0.5;
const saturatedMachine = 0.95;
/** The load generator is one process on one core. */
const busyGenerator = 0.7;
const saturatedConnections = 0.9;

/** Utilization at a rate that was too high for the stage. */
export interface Overload {
  readonly usage: Usage;
  readonly generatorKeptUp: boolean;
  /** Share of `max_connections` in use; undefined if unknown. */
  readonly databaseConnectionShare?: number;
}

/**
 * The bottleneck: a saturated server. The load generator comes first, because all measurements are
 * invalid if it is saturated, and the machine last, because it should not be the limit.
 */
export function limitOf({ usage, generatorKeptUp, databaseConnectionShare = 0 }: Overload): Limit {
  const machineShare = usage.machineCores / usage.cores;
  if (!generatorKeptUp) {
    // it is late because it is saturated itself, or because all cores are busy
    return machineShare >= saturatedMachine && usage.generatorCores < busyGenerator
      ? { what: "the machine", by: "CPU", share: machineShare }
      : { what: "the load generator", by: "CPU", share: usage.generatorCores };
  }
  const busiest = highest(usage.servers, ({ cpuShare }) => cpuShare);
  if (busiest && (busiest.cpuShare >= saturatedShare || busiest.throttledShare >= oftenThrottled)) {
    return { what: busiest.server, by: "CPU", share: busiest.cpuShare };
  }
  const fullest = highest(usage.servers, ({ memoryShare }) => memoryShare);
  if (fullest && fullest.memoryShare >= saturatedShare) {
    return { what: fullest.server, by: "memory", share: fullest.memoryShare };
  }
  if (databaseConnectionShare >= saturatedConnections) {
    return { what: "the database", by: "connections", share: databaseConnectionShare };
  }
  if (machineShare >= saturatedMachine)
    return { what: "the machine", by: "CPU", share: machineShare };
  return { by: "waiting", share: busiest?.cpuShare ?? 0 };
}

/** A limit in a few words. */
export function describeLimit({ what, by, share }: Limit): string {
  const percent = `${Math.round(share * 100)} %`;
  if (what === undefined) return `nothing is saturated (the busiest server: ${percent} of its CPU)`;
  return `${what}: ${by}, ${percent}`;
}

function highest(
  servers: readonly ServerUsage[],
  value: (server: ServerUsage) => number,
): ServerUsage | undefined {
  return [...servers].sort((a, b) => value(b) - value(a))[0];
}
