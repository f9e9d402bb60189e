import type { Architecture, Machine } from "./model.ts";

/** Machines that do the same work. */
export interface Tier {
  /** The group and the role: `database/etcd`. */
  readonly id: string;
  readonly group: string;
  /** What the machines' server is; on a machine that several share, the group. */
  readonly role: string;
  readonly machines: readonly Machine[];
}

/** Who asks whom, from tier to tier. */
export interface Arrow {
  /** The ids of both tiers: `web/web>app/app`. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The role of a server that asks, and of one that is asked. */
  readonly fromRole: string;
  readonly toRole: string;
  /** Where the one that is asked listens. */
  readonly port: number;
}

/** What is drawn of an architecture. */
export interface Picture {
  readonly tiers: readonly Tier[];
  readonly arrows: readonly Arrow[];
  /** Machines that are drawn apart, since they only observe. */
  readonly observers: readonly Machine[];
}

/** Who stands before the public address. */
export const CUSTOMERS = "customers";

/**
 * The tiers of an architecture, and the arrows between them.
 * @param observers groups whose machines are drawn apart
 */
export function pictureOf(architecture: Architecture, observers: readonly string[] = []): Picture {
  const { machines, connections } = architecture;
  const isObserver = ({ group }: Machine) => observers.includes(group);
  const tiers = tiersOf(machines.filter((machine) => !isObserver(machine)));
  const places = new Map<string, { tier: string; role: string }>();
  for (const tier of tiers) {
    for (const machine of tier.machines) {
      places.set(machine.name, { tier: tier.id, role: tier.role });
      for (const { name, role } of machine.servers) places.set(name, { tier: tier.id, role });
    }
  }
  const arrows = connections.flatMap(({ from, to, port }): Arrow[] => {
    const [one, other] = [places.get(from), places.get(to)];
    if (!one || !other || one.tier === other.tier) return [];
    return [arrow(one.tier, one.role, other.tier, other.role, port)];
  });
  const entries = tiers.flatMap(({ id, role, machines }) =>
    role === "public-address"
      ? [arrow(CUSTOMERS, CUSTOMERS, id, role, machines[0]?.servers[0]?.port ?? 0)]
      : [],
  );
  const all = [...entries, ...arrows];
  return {
    tiers,
    arrows: [...new Map(all.map((each) => [each.id, each])).values()],
    observers: machines.filter(isObserver),
  };
}

function tiersOf(machines: readonly Machine[]): Tier[] {
  const tiers = new Map<string, Machine[]>();
  for (const machine of machines) {
    const id = `${machine.group}/${roleOf(machine)}`;
    tiers.set(id, [...(tiers.get(id) ?? []), machine]);
  }
  return [...tiers].map(([id, members]) => {
    const [group = "", role = ""] = id.split("/");
    return { id, group, role, machines: members };
  });
}

/** What a machine's server is; on a shared host, also on one that is being emptied, the machine's group. */
export function roleOf({ name, group, servers }: Machine): string {
  const [server, ...others] = servers;
  return server && others.length === 0 && server.name === name ? server.role : group;
}

function arrow(from: string, fromRole: string, to: string, toRole: string, port: number): Arrow {
  return { id: `${from}>${to}`, from, to, fromRole, toRole, port };
}
