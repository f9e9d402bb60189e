/** The utilization up to which p95 stays below the objective: above it requests queue. */
export const usableShare = 0.9;

/**
 * Shares of the capacity: at the lower one costs are measured, and the promise has to hold; a run at
 * the upper one checks that it does not hold there.
 */
export const checkShares = { lower: 0.9, upper: 1.2 } as const;

/** What a request costs a server, and what the server has. */
export interface ServerCost {
  readonly tier: string;
  /** Its limit, in cores. */
  readonly cpus: number;
  /** CPU time of one request of the mix, in milliseconds, without the idle use. */
  readonly cpuMsPerRequest: number;
  /** Without load, in cores. */
  readonly restCores: number;
}

/** A tier, and the rate at which its servers reach their usable share. */
export interface TierLimit {
  readonly tier: string;
  /** In requests/s. */
  readonly rate: number;
}

/** The limits of all tiers, the lowest first: that is the bottleneck. */
export function limitsOf(servers: readonly ServerCost[]): TierLimit[] {
  const tiers = [...new Set(servers.map(({ tier }) => tier))];
  return tiers
    .map((tier) => {
      const members = servers.filter((server) => server.tier === tier);
      const cores = sum(members, ({ cpus, restCores }) => usableShare * cpus - restCores);
      const milliseconds = sum(members, ({ cpuMsPerRequest }) => cpuMsPerRequest);
      return { tier, rate: (cores * 1000) / milliseconds };
    })
    .sort((a, b) => a.rate - b.rate);
}

/** The highest rate of a stage: that of its bottleneck, in requests/s. */
export function capacityOf(servers: readonly ServerCost[]): number {
  return limitsOf(servers)[0]?.rate ?? 0;
}

export function sum<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((total, one) => total + value(one), 0);
}
