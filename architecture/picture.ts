import type { Architecture, Machine } from "./model.ts";

/** Machines with the same role. */
export interface Tier {
  /** The group and the role: `database/etcd`. */
  readonly id: string;
  readonly group: string;
  /** Role of the machines' server; on a shared host, the group. */
  readonly role: string;
  readonly machines: readonly Machine[];
}

/** Requests from one tier to another. */
export interface Arrow {
  /** The ids of both tiers: `web/web>app/app`. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Role of the client. */
  readonly fromRole: string;
  /** Role of the server. */
  readonly toRole: string;
  /** Port that the server listens on. */
  readonly port: number;
}

/** An architecture as it is drawn. */
export interface Picture {
  readonly tiers: readonly Tier[];
  readonly arrows: readonly Arrow[];
  /** Machines that only observe the others; drawn apart. */
  readonly observers: readonly Machine[];
}

/** The clients of the public address. */
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

/** The role of a machine's server; on a shared host, even with a single server left, the group. */
export function roleOf({ name, group, servers }: Machine): string {
  const [server, ...others] = servers;
  return server && others.length === 0 && server.name === name ? server.role : group;
}

function arrow(from: string, fromRole: string, to: string, toRole: string, port: number): Arrow {
  return { id: `${from}>${to}`, from, to, fromRole, toRole, port };
}
