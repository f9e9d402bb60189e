import application from "../application.ts";
import type { Architecture } from "../architecture/model.ts";
import { OUTSIDE } from "./shop/outside.ts";

/** Who is on a private network: its servers and metrics answer to everybody there. */
export interface Network {
  /** Those that answer there. */
  readonly servers: readonly string[];
  /** Clients that expose their metrics there, and answer nothing else. */
  readonly metrics?: readonly string[];
  /** Clients that nobody reaches there. */
  readonly clients?: readonly string[];
}

/** What a stage's segmentation is meant to be. What is not here must not be. */
export interface Topology {
  readonly networks: Readonly<Record<string, Network>>;
  /** Servers that share a host's networks, by the host. */
  readonly guests: Readonly<Record<string, readonly string[]>>;
}

/** Names those of a stage's servers that have one of these roles, by the machine that they run on. */
type Servers = (...roles: string[]) => string[];

const WORKERS = Object.keys(application.workers ?? {});

/** The networks on which customers' requests travel. What a stage does not have is left out later. */
function networksOfRequests(has: Servers): Record<string, Network> {
  const behind = (...tiers: string[][]) => tiers.find((tier) => tier.length > 0) ?? [];
  const [balancers, edges] = [has("load-balancer"), has("cdn")];
  const programs = has("app", ...WORKERS);
  const proxies = has("database-proxy");
  const outside = Object.entries(OUTSIDE).map(([role, clients]) => [
    role,
    { servers: has(role), clients: behind(...clients.map((client) => has(client))) },
  ]);
  return {
    "public-address-entry": {
      metrics: has("public-address"),
      servers: behind(edges, balancers, has("web")),
    },
    "load-balancer": { clients: edges, servers: edges.length > 0 ? balancers : [] },
    web: { clients: balancers, servers: balancers.length > 0 ? has("web") : [] },
    app: { clients: has("web"), servers: has("app") },
    database: { clients: programs, servers: behind(proxies, has("database")) },
    "database-members": { clients: proxies, servers: proxies.length > 0 ? has("database") : [] },
    "database-etcd": { clients: has("database"), servers: has("etcd") },
    cache: { clients: has("app"), servers: has("cache") },
    queue: { clients: programs, metrics: has("queue-page"), servers: has("queue") },
    "file-server": { clients: edges, servers: has("file-server") },
    ...Object.fromEntries(outside),
  };
}

/** The networks of operators, and of servers that observe the others. */
function networksOfOperators(has: Servers): Record<string, Network> {
  const page = has("observability-page");
  return {
    "public-address-outside": { clients: has("blackbox"), servers: has("public-address") },
    operators: { servers: [...page, ...has("queue-page")] },
    traces: {
      clients: [...has("app", ...Object.keys(OUTSIDE), "prometheus"), ...page],
      metrics: has(...WORKERS),
      servers: has("traces"),
    },
    observability: {
      metrics: page,
      servers: has("alertmanager", "blackbox", "collector", "dashboard", "logs", "prometheus"),
    },
  };
}

/** The topology that a stage with these servers is meant to have. */
export function topologyOf({ machines }: Pick<Architecture, "machines">): Topology {
  const has: Servers = (...kinds) => [
    ...new Set(
      machines
        .filter(({ servers }) => servers.some((server) => kinds.includes(kindOf(server))))
        .map(({ name }) => name),
    ),
  ];
  const watched = Object.entries(networksOfRequests(has)).map(
    ([name, { clients = [], ...network }]): [string, Network] => [
      name,
      { ...network, clients: [...clients, ...has("prometheus")] },
    ],
  );
  const all = [...watched, ...Object.entries(networksOfOperators(has))];
  const shared = machines.filter(({ name, servers }) =>
    servers.every((each) => each.name !== name),
  );
  const topology = {
    networks: Object.fromEntries(
      all.filter(([, { servers }]) => servers.length > 0).map(([id, each]) => [id, onlyOnce(each)]),
    ),
    guests: Object.fromEntries(
      shared.map(({ name, servers }) => [name, servers.map((server) => server.name)]),
    ),
  };
  const alone = machines.find(({ name }) => !isOn(topology, name));
  if (alone) throw new Error(`nobody says who reaches ${alone.name}: add its role to topology.ts`);
  return topology;
}

/** A server's role; admin proxies have one role, and are told apart by their names. */
function kindOf({ name, role }: { readonly name: string; readonly role: string }): string {
  return role === "operators-page" ? name : role;
}

/** Who answers on a network is no client there: on a shared host a server is its own client. */
function onlyOnce({ servers, metrics = [], clients = [] }: Network): Network {
  return { servers, metrics, clients: clients.filter((name) => !servers.includes(name)) };
}

function isOn({ networks }: Topology, machine: string): boolean {
  return Object.values(networks).some(({ servers, metrics = [], clients = [] }) =>
    [...servers, ...metrics, ...clients].includes(machine),
  );
}
