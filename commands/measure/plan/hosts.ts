import { assumed } from "./assumptions.ts";
import type { Tier } from "./tiers.ts";

/** The hosts of a tier, or of tiers that share a host. */
export interface HostPlan {
  readonly tiers: readonly string[];
  /** CPU time at that rate, in cores. */
  readonly busyCores: number;
  readonly hosts: number;
  /** Of each host. */
  readonly cores: number;
  readonly memoryMiB: number;
  /** Whether they sustain the rate: a tier that cannot scale out may exceed the largest host. */
  readonly suffices: boolean;
}

/** Returns the number and size of hosts of each tier for a rate, in requests per second. */
export function planHosts(tiers: readonly Tier[], rate: number): HostPlan[] {
  const shared = [...new Set(tiers.map((tier) => tier.sharedHost))];
  return shared.flatMap((host) => {
    const here = tiers.filter((tier) => tier.sharedHost === host);
    return host === undefined ? here.map((tier) => planHost([tier], rate)) : [planHost(here, rate)];
  });
}

function planHost(tiers: readonly Tier[], rate: number): HostPlan {
  const [first] = tiers;
  if (!first) throw new Error("a host without a tier has no size");
  const busyCores = tiers.reduce((sum, each) => sum + (rate * each.cpuMsPerRequest) / 1000, 0);
  const needed = busyCores / assumed.utilisation;
  const usable = tiers.reduce((sum, { usableCores }) => sum + usableCores, 0);
  const most = Math.min(assumed.largestHostCores, usable);
  const each = Math.min(first.grows ? assumed.usualHostCores : most, most);
  const hosts = first.grows ? Math.max(first.servers, Math.ceil(needed / each) + 1) : first.servers;
  // A tier that scales out has one spare host.
  const cores = smallestSize(needed / (first.grows ? hosts - 1 : hosts), most);
  return {
    tiers: tiers.map(({ name }) => name),
    busyCores,
    hosts,
    cores,
    memoryMiB: Math.ceil(
      cores * Math.max(...tiers.map(({ memoryMiBPerCore }) => memoryMiBPerCore)),
    ),
    suffices: first.grows || (tiers.every((tier) => fits(tier, rate)) && needed / hosts <= most),
  };
}

function fits({ cpuMsPerRequest, servers, usableCores }: Tier, rate: number): boolean {
  return (rate * cpuMsPerRequest) / servers / 1000 / assumed.utilisation <= usableCores;
}

function smallestSize(cores: number, most: number): number {
  const sizes = assumed.hostCores.filter((size) => size <= most);
  return sizes.find((size) => size >= cores) ?? most;
}
