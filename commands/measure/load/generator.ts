import type { Clock } from "./clock.ts";
import { percentilesOf } from "./summary.ts";

/** Whether the load's own program kept up. */
export interface GeneratorRecord {
  /** How late requests were that nothing but this program held up, in milliseconds. */
  readonly lateness: { readonly p99: number; readonly max: number };
  /** Cores that it used, on average. */
  readonly cores: number;
  /** False: the waits are rather this program's than the shop's. */
  readonly keptUp: boolean;
}

/** Later than this is no longer small beside an answer of the shop, in milliseconds. */
const tolerable = 50;
/** Node sends on one core: from here on requests wait for it. */
const mostCores = 0.9;

/** Measures this program from now on, until the function that it gives is called. */
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
