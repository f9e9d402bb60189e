import type { ServerUsage, Usage } from "./usage.ts";

/** What keeps a stage from carrying more. */
export interface Limit {
  /** The name of a server, `the machine` or `the load's program`; undefined if nothing is full. */
  readonly what?: string;
  readonly by: "CPU" | "memory" | "connections" | "waiting";
  /** Of what it may use: 1 is all of it. */
  readonly share: number;
}

/** What is used up from this share on: a limit of CPU is kept by stopping for the rest of a period. */
const full = 0.9;
/** Stopped in this share of its periods, a server keeps requests waiting whatever its average. */
const oftenStopped = 0.5;
const fullMachine = 0.95;
/** The load's program can use one core. */
const busyGenerator = 0.7;
const fullConnections = 0.9;

/** What was used at a rate that the stage could not carry. */
export interface Overload {
  readonly usage: Usage;
  readonly generatorKeptUp: boolean;
  /** Of the connections that the database takes, those that are there; undefined if not asked. */
  readonly databaseConnectionShare?: number;
}

/**
 * What limits: the busiest server, if one is full. The load's program comes first, since it makes all
 * other figures worthless, and the machine last, since the servers' limits are meant to show.
 */
export function limitOf({ usage, generatorKeptUp, databaseConnectionShare = 0 }: Overload): Limit {
  const machineShare = usage.machineCores / usage.cores;
  if (!generatorKeptUp) {
    // It is late for its own sake, or since nobody gets a core at once.
    return machineShare >= fullMachine && usage.generatorCores < busyGenerator
      ? { what: "the machine", by: "CPU", share: machineShare }
      : { what: "the load's program", by: "CPU", share: usage.generatorCores };
  }
  const busiest = most(usage.servers, ({ cpuShare }) => cpuShare);
  if (busiest && (busiest.cpuShare >= full || busiest.throttledShare >= oftenStopped)) {
    return { what: busiest.server, by: "CPU", share: busiest.cpuShare };
  }
  const fullest = most(usage.servers, ({ memoryShare }) => memoryShare);
  if (fullest && fullest.memoryShare >= full) {
    return { what: fullest.server, by: "memory", share: fullest.memoryShare };
  }
  if (databaseConnectionShare >= fullConnections) {
    return { what: "the database", by: "connections", share: databaseConnectionShare };
  }
  if (machineShare >= fullMachine) return { what: "the machine", by: "CPU", share: machineShare };
  return { by: "waiting", share: busiest?.cpuShare ?? 0 };
}

/** A limit in a few words. */
export function describeLimit({ what, by, share }: Limit): string {
  const percent = `${Math.round(share * 100)} %`;
  if (what === undefined) return `nothing is full (the busiest server: ${percent} of its CPU)`;
  return `${what}: ${by}, ${percent}`;
}

function most(
  servers: readonly ServerUsage[],
  figure: (server: ServerUsage) => number,
): ServerUsage | undefined {
  return [...servers].sort((a, b) => figure(b) - figure(a))[0];
}
