import type { Application } from "../../../constructs/app/application.ts";
import type { ServerCapacity, StageCapacity } from "../capacity/sheet.ts";

/** Servers with the same role, and the cost of a request in all of them together. */
export interface Tier {
  readonly name: string;
  readonly servers: number;
  /** The machine that they share with other tiers; undefined on dedicated machines. */
  readonly sharedHost?: string;
  /** CPU time of a request in all of its servers, in milliseconds. */
  readonly cpuMsPerRequest: number;
  /** Memory per core of a machine, as declared. */
  readonly memoryMiBPerCore: number;
  /** Number of cores that one server can use. */
  readonly usableCores: number;
  /** Whether the architecture can scale it out. */
  readonly grows: boolean;
}

/** Roles whose program uses only one core. */
const onOneCore = ["app", "web", "file-server", "cache"];

/** More members do not increase the throughput. */
const neverGrows = ["etcd"];

/** The parts of an application's declaration that a plan needs. */
export type Planned = Pick<Application, "planning" | "workers">;

/** Returns the tiers of a stage, sorted by the CPU time of a request. */
export function tiersOf({ servers }: StageCapacity, application: Planned): Tier[] {
  const { planning: { external = [] } = {}, workers = {} } = application;
  const isOnOneCore = (name: string) => onOneCore.includes(name) || name in workers;
  const names = [...new Set(servers.map(({ tier }) => tier))];
  return names
    .filter((name) => !external.includes(name))
    .map((name) => {
      const members = servers.filter(({ tier }) => tier === name);
      return tierOf(name, members, servers, isOnOneCore(name));
    })
    .sort((a, b) => b.cpuMsPerRequest - a.cpuMsPerRequest);
}

function tierOf(
  name: string,
  members: readonly ServerCapacity[],
  all: readonly ServerCapacity[],
  isOnOneCore: boolean,
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
    usableCores: isOnOneCore ? 1 : Number.POSITIVE_INFINITY,
    // two or more are already load-balanced
    grows: members.length > 1 && !neverGrows.includes(name),
  };
}
