import type { ServerCapacity, StageCapacity } from "../capacity/sheet.ts";

/** The servers that do the same work, and what one request takes of all of them together. */
export interface Tier {
  readonly name: string;
  readonly servers: number;
  /** The machine that they share with other tiers; undefined on machines of their own. */
  readonly sharedHost?: string;
  /** CPU time of a request in all of its servers, in milliseconds. */
  readonly cpuMsPerRequest: number;
  /** Memory of a machine for each core that it has, as declared. */
  readonly memoryMiBPerCore: number;
  /** How many cores one server can use. */
  readonly usableCores: number;
  /** Whether this architecture can have more of them. */
  readonly grows: boolean;
}

/** What runs on one core, however many its machine has. */
const onOneCore = ["app", "worker", "web", "file-server", "cache"];

/** More of them carry no more. */
const neverGrows = ["etcd"];

/** Outside the shop: somebody else's to plan. */
const outside = ["payment-provider"];

/** The tiers of a stage in the order of the CPU time that a request takes of them. */
export function tiersOf({ servers }: StageCapacity): Tier[] {
  const names = [...new Set(servers.map(({ tier }) => tier))];
  return names
    .filter((name) => !outside.includes(name))
    .map((name) => {
      const members = servers.filter(({ tier }) => tier === name);
      return tierOf(name, members, servers);
    })
    .sort((a, b) => b.cpuMsPerRequest - a.cpuMsPerRequest);
}

function tierOf(
  name: string,
  members: readonly ServerCapacity[],
  all: readonly ServerCapacity[],
): Tier {
  const [first] = members;
  if (!first) throw new Error(`the tier ${name} has no server`);
  const shares = all.some(({ host, tier }) => host === first.host && tier !== name);
  return {
    name,
    servers: members.length,
    sharedHost: shares ? first.host : undefined,
    cpuMsPerRequest: members.reduce((sum, each) => sum + each.cpuMsPerRequest, 0),
    memoryMiBPerCore: first.limitMiB / first.cpus,
    usableCores: onOneCore.includes(name) ? 1 : Number.POSITIVE_INFINITY,
    // Where there are two, something before them spreads the requests.
    grows: members.length > 1 && !neverGrows.includes(name),
  };
}
