import type { Limit } from "./limit.ts";

/** The measurements of `npm run capacity`, as in docs/capacity.json. */
export interface Sheet {
  readonly command: string;
  /** `2026-05-01`. */
  readonly date: string;
  readonly machine: string;
  /** The latency objective of a rate; besides, no request may fail. */
  readonly p95Ms: number;
  /** The noun for the application's writes. */
  readonly writes: string;
  /** Number of searches: each rate is their median. */
  readonly runs: number;
  readonly stages: readonly StageCapacity[];
  /** The same stage with more app servers; empty if that was not measured. */
  readonly scaling: readonly ScaledCapacity[];
  /** The previous run in the file: the difference shows how precise the ratios are. */
  readonly before?: EarlierRun;
}

/** The rates of an earlier run. */
export interface EarlierRun {
  /** `2026-05-01`. */
  readonly date: string;
  /** In requests/s, by stage: `stage-3`, `stage-3-app-2`. */
  readonly rates: Readonly<Record<string, number>>;
}

export function earlierRun({ date, stages, scaling }: Sheet): EarlierRun {
  return {
    date,
    rates: Object.fromEntries([...stages, ...scaling].map(({ stage, rate }) => [stage, rate])),
  };
}

/** The capacity of a stage. Rates are in requests/s. */
export interface StageCapacity {
  readonly stage: string;
  /** The median of the searches. */
  readonly rate: number;
  readonly found: readonly number[];
  /** The bottleneck at the first rate that is too high. */
  readonly limit: Limit;
  /** At the highest rate that held. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly mean: number };
  /** At the highest rate that held, in cores. */
  readonly cores: {
    readonly servers: number;
    readonly generator: number;
    /** All use on the machine, including the engine's. */
    readonly machine: number;
    /** Number of cores of the machine. */
    readonly there: number;
    /** Used by other programs before the searches, without load. */
    readonly othersAtRest: number;
  };
  readonly servers: readonly ServerCapacity[];
  /** Acknowledged writes that are lost, doubled or otherwise wrong, at rates that held. */
  readonly broken: number;
}

/** The resource use of a server, at the highest rate that held. */
export interface ServerCapacity {
  readonly server: string;
  readonly host: string;
  readonly tier: string;
  /** Its limit, in cores. */
  readonly cpus: number;
  readonly limitMiB: number;
  /** CPU time of one request of the mix, in milliseconds, without the idle use. */
  readonly cpuMsPerRequest: number;
  /** Without load. */
  readonly restCores: number;
  readonly cpuShare: number;
  readonly throttledShare: number;
  readonly memoryMiB: number;
}

/** The capacity of a stage with a number of app servers. */
export interface ScaledCapacity extends StageCapacity {
  readonly appServers: number;
}

/** The growth of a capacity, divided by that of linear scaling. */
export function shareOfIdeal(one: ScaledCapacity, more: ScaledCapacity): number {
  return more.rate / one.rate / (more.appServers / one.appServers);
}
