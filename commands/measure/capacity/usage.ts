import { cpus } from "node:os";
import type { Engine } from "../../lib/engine/engine.ts";
import { memoryMiB, readStatistics, type Statistics } from "../bench/engine-statistics.ts";
import type { RunningServer } from "./servers.ts";

/** Resource use of all servers, this process and the Docker host so far. */
export interface Reading {
  /** In the order of the servers. */
  readonly statistics: readonly Statistics[];
  /** CPU time of this process, the load generator, in seconds. */
  readonly generatorSeconds: number;
  /** CPU time of the Docker host, in seconds; undefined if that is another machine. */
  readonly machineSeconds?: number;
  /** Number of cores of the Docker host. */
  readonly cores: number;
  /** In milliseconds, by a monotonic clock. */
  readonly at: number;
}

/** Resource use of a server between two readings. */
export interface ServerUsage {
  readonly server: string;
  /** CPU time in cores. */
  readonly cores: number;
  /** Utilization: 1 is its CPU limit. */
  readonly cpuShare: number;
  /** Share of its CPU periods in which it was throttled. */
  readonly throttledShare: number;
  /** At the end, without reclaimable page cache. */
  readonly memoryMiB: number;
  readonly memoryShare: number;
}

/** A server, its utilization, and the share of its CPU periods in which it was throttled. */
export interface BusiestServer {
  readonly server: string;
  readonly cpuShare: number;
  readonly throttledShare: number;
}

/** CPU use between two readings, in cores. */
export interface Usage {
  readonly servers: readonly ServerUsage[];
  readonly generatorCores: number;
  /**
   * All use on the Docker host: servers, engine, other programs, and the generator if it runs
   * there. If the Docker host is another machine, only the servers.
   */
  readonly machineCores: number;
  /** Number of cores of the Docker host. */
  readonly cores: number;
  readonly seconds: number;
}

export async function read(engine: Engine, servers: readonly RunningServer[]): Promise<Reading> {
  const statistics = await readStatistics(
    engine,
    servers.map(({ container }) => container),
  );
  const { user, system } = process.cpuUsage();
  const times = cpus().map((core) => core.times);
  const sum = (pick: (core: (typeof times)[number]) => number) =>
    times.reduce((total, core) => total + pick(core), 0) / 1000;
  const machineSeconds = sum(({ user, nice, sys, irq }) => user + nice + sys + irq);
  return {
    statistics,
    generatorSeconds: (user + system) / 1e6,
    ...(engine.isHere ? { machineSeconds } : {}),
    cores: engine.isHere ? times.length : engine.cores,
    at: performance.now(),
  };
}

export function usageBetween(
  servers: readonly RunningServer[],
  before: Reading,
  after: Reading,
): Usage {
  const seconds = (after.at - before.at) / 1000;
  const used = servers.map((server, i) =>
    serverUsage(server, before.statistics[i], after.statistics[i]),
  );
  const [start, end] = [before.machineSeconds, after.machineSeconds];
  const known = used.reduce((sum, { cores }) => sum + cores, 0);
  return {
    servers: used,
    generatorCores: (after.generatorSeconds - before.generatorSeconds) / seconds,
    machineCores: start !== undefined && end !== undefined ? (end - start) / seconds : known,
    cores: after.cores,
    seconds,
  };
}

/** The server with the highest utilization. */
export function busiestIn({ servers }: Usage): BusiestServer {
  const [busiest] = [...servers].sort((a, b) => b.cpuShare - a.cpuShare);
  if (!busiest) throw new Error("no server runs");
  const { server, cpuShare, throttledShare } = busiest;
  return { server, cpuShare, throttledShare };
}

/** CPU use of the engine and of other programs, in cores. */
export function othersIn({ servers, generatorCores, machineCores }: Usage): number {
  const known = servers.reduce((sum, { cores }) => sum + cores, generatorCores);
  return Math.max(0, machineCores - known);
}

function serverUsage(
  { name, cpus, memoryMiB: limitMiB }: RunningServer,
  before?: Statistics,
  after?: Statistics,
): ServerUsage {
  if (!before || !after) throw new Error(`the engine returned no statistics of ${name}`);
  const nanoseconds = (Date.parse(after.read) - Date.parse(before.read)) * 1e6;
  const cpuOf = ({ cpu_stats }: Statistics) => cpu_stats.cpu_usage.total_usage;
  const cores = (cpuOf(after) - cpuOf(before)) / nanoseconds;
  const memory = memoryMiB([after]);
  return {
    server: name,
    cores,
    cpuShare: cores / cpus,
    throttledShare: throttledShare(before, after),
    memoryMiB: memory,
    memoryShare: memory / limitMiB,
  };
}

function throttledShare(before: Statistics, after: Statistics): number {
  const [start, end] = [before, after].map(({ cpu_stats }) => cpu_stats.throttling_data);
  const periods = (end?.periods ?? 0) - (start?.periods ?? 0);
  const throttled = (end?.throttled_periods ?? 0) - (start?.throttled_periods ?? 0);
  return periods > 0 ? throttled / periods : 0;
}
