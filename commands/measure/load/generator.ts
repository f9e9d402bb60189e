import type { Clock } from "./clock.ts";
import { percentilesOf } from "./summary.ts";

/** Whether the load generator kept up. */
export interface GeneratorRecord {
  /** How late requests were sent that nothing but the load generator delayed, in milliseconds. */
  readonly lateness: { readonly p99: number; readonly max: number };
  /** Cores that it used, on average. */
  readonly cores: number;
  /** False: the latencies are rather the load generator's than the application's. */
  readonly keptUp: boolean;
}

/** Later than this is no longer small beside a latency of the application, in milliseconds. */
const tolerable = 50;
/** Node sends on one core: from here on requests wait for it. */
const mostCores = 0.9;

/** Measures this process from now on, until the returned function is called. */
export function measureGenerator(clock: Clock): () => GeneratorRecord {
  const begin = clock.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    const cores = (user + system) / 1000 / Math.max(clock.now() - begin, 1);
    const { p99, max } = percentilesOf(clock.lateness.map((milliseconds) => ({ milliseconds })));
    return { lateness: { p99, max }, cores, keptUp: p99 <= tolerable && cores <= mostCores };
  };
}
