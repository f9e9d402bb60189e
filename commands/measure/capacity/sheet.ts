import { median } from "../bench/result.ts";
import { capacityOf, type ServerCost, sum } from "./limit.ts";
import type { PathCost } from "./path.ts";
import type { Answers } from "./promise.ts";
import type { BusiestServer } from "./usage.ts";

/** The measurements of `npm run capacity`, as in docs/capacity.json. */
export interface Sheet {
  readonly command: string;
  /** `2026-05-01`. */
  readonly date: string;
  readonly machine: string;
  /** The latency objective; besides, no request may fail. */
  readonly p95Ms: number;
  /** The noun for the application's writes. */
  readonly writes: string;
  readonly stages: readonly StageCapacity[];
  /** The same stage with more app servers; empty if that was not measured. */
  readonly scaling: readonly ScaledCapacity[];
  /** The throughput of paths to the same responses; empty if that was not measured. */
  readonly paths: readonly PathCost[];
  /** The previous run in the file: the difference shows how precise the ratios are. */
  readonly before?: EarlierRun;
}

/** The ratios of an earlier run. */
export interface EarlierRun {
  /** `2026-05-01`. */
  readonly date: string;
  readonly ratios: Ratios;
}

/** Ratios by their names: `stage-3 to stage-1`. */
export type Ratios = Readonly<Record<string, number>>;

/** A stage in one turn. */
export interface Visit {
  readonly servers: readonly ServerCapacity[];
  /** CPU time of the calibration loop, in milliseconds. */
  readonly loopMs: number;
  readonly cores: Cores;
  /** The last window in which costs were measured, below the capacity. */
  readonly lower: CheckedRun;
  /** Above the capacity; undefined if it was not checked in this turn. */
  readonly upper?: CheckedRun;
  /** Acknowledged writes of the lower run that are lost, doubled or otherwise wrong. */
  readonly broken: number;
}

/** CPU use while costs are measured, in cores. */
interface Cores {
  readonly generator: number;
  /** All use on the machine, including the engine's. */
  readonly machine: number;
  /** Number of cores of the machine. */
  readonly there: number;
  /** Used by other programs without load. */
  readonly othersAtRest: number;
}

/** A run at a rate, with the server that was busiest. */
export interface CheckedRun {
  /** In requests/s. */
  readonly rate: number;
  readonly kept: boolean;
  readonly answers: Answers;
  readonly busiest: BusiestServer;
}

/** The resource use of a server in a turn, at the machine's speed then. */
export interface ServerCapacity extends ServerCost {
  readonly server: string;
  readonly host: string;
  readonly limitMiB: number;
  readonly memoryMiB: number;
}

/** The capacity of a stage. Rates are in requests/s, at the machine's median speed. */
export interface StageCapacity {
  readonly stage: string;
  readonly rate: number;
  /** The capacity by the measurements of each turn alone. */
  readonly turns: readonly number[];
  /** Of the lower run. */
  readonly latency: Answers;
  readonly cores: Cores;
  readonly lower: CheckedRun;
  readonly upper?: CheckedRun;
  readonly broken: number;
  /** CPU time of the calibration loop in each turn, in milliseconds. */
  readonly loopMs: readonly number[];
  /** The servers of the last turn, with the median cost of all turns. */
  readonly servers: readonly ServerCapacity[];
}

/** The capacity of a stage with a number of app servers. */
export interface ScaledCapacity extends StageCapacity {
  readonly appServers: number;
}

/**
 * The capacity of a stage, from its turns.
 * @param loopMs CPU time of the calibration loop at the speed that all costs are converted to
 */
export function stageCapacity(
  stage: string,
  visits: readonly Visit[],
  loopMs: number,
): StageCapacity {
  const atSpeed = visits.map((visit) =>
    byTier(visit.servers).map((server) => ({
      ...server,
      cpuMsPerRequest: (server.cpuMsPerRequest * loopMs) / visit.loopMs,
    })),
  );
  const servers = (atSpeed.at(-1) ?? []).map((server, i) => ({
    ...server,
    cpuMsPerRequest: median(atSpeed.map((turn) => turn[i]?.cpuMsPerRequest ?? 0)),
    restCores: median(atSpeed.map((turn) => turn[i]?.restCores ?? 0)),
  }));
  const last = visits.at(-1);
  if (!last) throw new Error(`${stage} was not measured`);
  const { cores, lower } = last;
  return {
    stage,
    rate: capacityOf(servers),
    turns: atSpeed.map(capacityOf),
    latency: lower.answers,
    cores,
    lower,
    upper: visits.find(({ upper }) => upper)?.upper,
    broken: sum(visits, ({ broken }) => broken),
    loopMs: visits.map((visit) => visit.loopMs),
    servers,
  };
}

/** In the same order in each turn, whichever server is the primary. */
function byTier(servers: readonly ServerCapacity[]): ServerCapacity[] {
  return [...servers].sort((a, b) => a.tier.localeCompare(b.tier));
}

/** All ratios of a sheet: stages to the first one and to the previous one, app servers, paths. */
export function ratiosOf({ stages, scaling, paths = [] }: Sheet): Ratios {
  const [first] = stages;
  const [one] = scaling;
  const ratio = (a: StageCapacity, b: StageCapacity | undefined) =>
    b ? [[nameRatio(a.stage, b.stage), a.rate / b.rate] as const] : [];
  return Object.fromEntries([
    ...stages.slice(1).flatMap((stage, i) => [...ratio(stage, stages[i]), ...ratio(stage, first)]),
    ...scaling.slice(1).flatMap((stage) => ratio(stage, one)),
    ...paths.map((path) => [path.name, path.ratio] as const),
  ]);
}

export function nameRatio(one: string, other: string): string {
  return `${one} to ${other}`;
}

export function earlierRun(sheet: Sheet): EarlierRun {
  return { date: sheet.date, ratios: ratiosOf(sheet) };
}

/** The ratio that differs most between this run and the one before; undefined without any in both. */
export function largestDifference(
  sheet: Sheet,
): { readonly name: string; readonly share: number } | undefined {
  const before = sheet.before?.ratios ?? {};
  return Object.entries(ratiosOf(sheet))
    .flatMap(([name, now]) => {
      const then = before[name];
      return then ? [{ name, share: Math.max(now / then, then / now) - 1 }] : [];
    })
    .sort((a, b) => b.share - a.share)[0];
}

/** The growth of a capacity, divided by that of linear scaling. */
export function shareOfIdeal(one: ScaledCapacity, more: ScaledCapacity): number {
  return more.rate / one.rate / (more.appServers / one.appServers);
}

/** CPU time of a request in all servers, or in those of a tier, in milliseconds. */
export function costOf({ servers }: StageCapacity, tier?: string): number {
  return sum(
    servers.filter((server) => tier === undefined || server.tier === tier),
    ({ cpuMsPerRequest }) => cpuMsPerRequest,
  );
}
