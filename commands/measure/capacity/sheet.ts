import type { Limit } from "./limit.ts";

/** What `npm run capacity` found, as docs/capacity.json keeps it. */
export interface Sheet {
  readonly command: string;
  /** `2026-05-01`. */
  readonly date: string;
  readonly machine: string;
  /** The promise that a rate has to keep, beside that no request fails. */
  readonly p95Ms: number;
  /** What the application's writes are called. */
  readonly writes: string;
  /** How many searches each rate is the median of. */
  readonly runs: number;
  readonly stages: readonly StageCapacity[];
  /** The same stage with more app servers; empty if that was not measured. */
  readonly scaling: readonly ScaledCapacity[];
  /** What the file held before: two runs tell how exact a ratio is. */
  readonly before?: EarlierRun;
}

/** What an earlier run found. */
export interface EarlierRun {
  /** `2026-05-01`. */
  readonly date: string;
  /** In requests/s, by the stage that was measured: `stage-3`, `stage-3-app-2`. */
  readonly rates: Readonly<Record<string, number>>;
}

export function earlierRun({ date, stages, scaling }: Sheet): EarlierRun {
  return {
    date,
    rates: Object.fromEntries([...stages, ...scaling].map(({ stage, rate }) => [stage, rate])),
  };
}

/** What a stage carries. Rates are in requests/s. */
export interface StageCapacity {
  readonly stage: string;
  /** The median of what the searches found. */
  readonly rate: number;
  readonly found: readonly number[];
  /** What is full at the first rate that is too high. */
  readonly limit: Limit;
  /** At the highest rate that held. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly mean: number };
  /** At the highest rate that held, in cores. */
  readonly cores: {
    readonly servers: number;
    readonly generator: number;
    /** All that was busy on the machine, the engine's own work included. */
    readonly machine: number;
    /** How many the machine has. */
    readonly there: number;
    /** What was busy with something else before the searches, when there was no load. */
    readonly othersAtRest: number;
  };
  readonly servers: readonly ServerCapacity[];
  /** Writes that were acknowledged at rates that held and are lost, doubled or otherwise wrong. */
  readonly broken: number;
}

/** What a server took part with, at the highest rate that held. */
export interface ServerCapacity {
  readonly server: string;
  readonly host: string;
  readonly tier: string;
  /** What it may use. */
  readonly cpus: number;
  readonly limitMiB: number;
  /** CPU time of one request of the mix, in milliseconds, without what is used at rest. */
  readonly cpuMsPerRequest: number;
  /** Without load. */
  readonly restCores: number;
  readonly cpuShare: number;
  readonly throttledShare: number;
  readonly memoryMiB: number;
}

/** What a stage carries with a number of app servers. */
export interface ScaledCapacity extends StageCapacity {
  readonly appServers: number;
}

/** The growth of a capacity, compared with what as many times the servers would ideally carry. */
export function shareOfIdeal(one: ScaledCapacity, more: ScaledCapacity): number {
  return more.rate / one.rate / (more.appServers / one.appServers);
}
