import type { Clock } from "./clock.ts";
import { percentilesOf } from "./summary.ts";

/** Whether the load generator kept up. */
export interface GeneratorRecord {
  /** Delays of requests by the load generator itself, in milliseconds. */
  readonly lateness: { readonly p99: number; readonly max: number };
  /** Cores that it used, on average. */
  readonly cores: number;
  /** If false, the latencies include the load generator's own delays. */
  readonly keptUp: boolean;
}

/** Longer delays distort latencies. */
const tolerableMs = 50;
/** Node uses one core: above this utilization requests queue. */
const maxCores = 0.9;

/** Measures this process from now on, until the returned function is called. */
export function measureGenerator(clock: Clock): () => GeneratorRecord {
  const begin = clock.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    const cores = (user + system) / 1000 / Math.max(clock.now() - begin, 1);
    const { p99, max } = percentilesOf(clock.lateness.map((milliseconds) => ({ milliseconds })));
    return { lateness: { p99, max }, cores, keptUp: p99 <= tolerableMs && cores <= maxCores };
  };
}
